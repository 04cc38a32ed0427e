// expect: conflict
Values run() {
  const int n = 100;
  Values a(n, 1), sums(omp_get_max_threads() + 1);
#pragma omp parallel
  {
    const int t = omp_get_thread_num();
    double sum = 0;
#pragma omp for schedule(static) nowait
    for (int i = 0; i < n; ++i) {
      sum += a[i];
      a[i] = sum;
    }
    sums[t + 1] = sum;
    double before = 0;
    for (int i = 0; i <= t; ++i) before += sums[i];
#pragma omp for schedule(static)
    for (int i = 0; i < n; ++i) a[i] += before;
  }
  return a;
}
