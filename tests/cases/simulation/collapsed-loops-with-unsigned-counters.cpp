// expect: clean
Values run() {
  const std::size_t n = 9, m = 11;
  Values a(n * m);
#pragma omp parallel for collapse(2) schedule(static, 4)
  for (std::size_t i = 0; i < n; ++i) {
    for (unsigned j = 0; j < m; ++j) a[i * m + j] += i + j;
  }
  return a;
}
