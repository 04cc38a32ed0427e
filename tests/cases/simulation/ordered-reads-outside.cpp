// expect: conflict
Values run() {
  Values a(41);
#pragma omp parallel for ordered
  for (int i = 0; i < 40; ++i) {
    const double before = a[i];
#pragma omp ordered
    a[i + 1] = before + i;
  }
  return a;
}
