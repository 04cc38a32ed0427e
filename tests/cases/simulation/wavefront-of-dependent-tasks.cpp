// expect: clean
Values run() {
  const int n = 12;
  Values a(n * n, 1);
#pragma omp parallel
#pragma omp single
  for (int i = 1; i < n; ++i) {
    for (int j = 1; j < n; ++j) {
#pragma omp task depend(in : a[(i - 1) * n + j], a[i * n + j - 1]) depend(out : a[i * n + j])
      a[i * n + j] = a[(i - 1) * n + j] + a[i * n + j - 1];
    }
  }
  return a;
}
