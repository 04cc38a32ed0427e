// expect: conflict
Values run() {
  const int n = 36;
  Values a(n + 1);
#pragma omp parallel
  {
    const int t = omp_get_thread_num(), chunk = (n + omp_get_num_threads() - 1) / omp_get_num_threads();
    for (int i = t * chunk; i <= (t + 1) * chunk && i < n; ++i) a[i] += i;
  }
  return a;
}
