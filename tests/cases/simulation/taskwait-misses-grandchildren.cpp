// expect: conflict
Values run() {
  Values a(20);
#pragma omp parallel
#pragma omp single
  {
    for (int i = 0; i < 10; ++i) {
#pragma omp task
      {
        a[i] = i;
#pragma omp task
        a[10 + i] = 2 * i;
      }
    }
#pragma omp taskwait
    for (double& x : a) x += 1;
  }
  return a;
}
