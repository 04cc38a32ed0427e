// expect: clean
Values run() {
  const int n = 60;
  Values a(n, 1), b(n);
  double sum = 0;
#pragma omp parallel for reduction(inscan, + : sum)
  for (int i = 0; i < n; ++i) {
    sum += a[i];
#pragma omp scan inclusive(sum)
    b[i] = sum;
  }
  return b;
}
