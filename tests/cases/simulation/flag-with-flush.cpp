// expect: clean
Values run() {
  double data = 0, seen = 0;
  int flag = 0;
#pragma omp parallel sections num_threads(2)
  {
    {
      data = 42;
#pragma omp flush
#pragma omp atomic write
      flag = 1;
    }
#pragma omp section
    {
      int ready = 0;
      while (!ready && omp_get_num_threads() > 1) {
#pragma omp atomic read
        ready = flag;
      }
#pragma omp flush
      seen = data;
    }
  }
  return {seen};
}
