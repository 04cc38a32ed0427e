// expect: conflict
Values run() {
  double data = 0, seen = 42;
  volatile int flag = 0;
#pragma omp parallel sections num_threads(2)
  {
    {
      data = 42;
      flag = 1;
    }
#pragma omp section
    {
      while (flag == 0 && omp_get_num_threads() > 1) {
      }
      seen = data;
    }
  }
  return {seen};
}
