// expect: conflict
Values run() {
  const int n = 30;
  Values a(n, 1);
#pragma omp parallel for ordered(1)
  for (int i = 1; i < n; ++i) {
#pragma omp ordered depend(sink : i - 1)
#pragma omp ordered depend(source)
    a[i] += a[i - 1];
  }
  return a;
}
