// expect: not-proved
double kernel(double* x, int n) {
  double sum = 0;
  auto add = [&] {
#pragma omp parallel for
    for (int i = 0; i < n; ++i) sum += x[i];
  };
  add();
#pragma omp parallel for
  for (int i = 0; i < n; ++i) x[i] = 0;
  return sum;
}
