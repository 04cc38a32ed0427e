// expect: conflict
Values run() {
  Values a(40, 1);
#pragma omp parallel
#pragma omp single
  for (int i = 1; i < 40; ++i) {
#pragma omp task depend(in : a[i - 1]) depend(in : a[i])
    a[i] += 2 * a[i - 1];
  }
  return a;
}
