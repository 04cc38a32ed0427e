// expect: clean
Values run() {
  Values a(20);
#pragma omp parallel
#pragma omp single
  {
#pragma omp taskgroup
    for (int i = 0; i < 10; ++i) {
#pragma omp task
      {
        a[i] = i;
#pragma omp task
        a[10 + i] = 2 * i;
      }
    }
    for (double& x : a) x += 1;
  }
  return a;
}
