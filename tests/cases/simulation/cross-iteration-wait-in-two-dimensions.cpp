// expect: clean
Values run() {
  const int n = 9, m = 7;
  Values a(n * m, 1);
#pragma omp parallel for ordered(2)
  for (int i = 1; i < n; ++i) {
    for (int j = 1; j < m - 1; ++j) {
#pragma omp ordered depend(sink : i - 1, j) depend(sink : i, j - 1) depend(sink : i - 1, j + 1)
      a[i * m + j] += a[(i - 1) * m + j] + a[i * m + j - 1] + a[(i - 1) * m + j + 1];
#pragma omp ordered depend(source)
    }
  }
  return a;
}
