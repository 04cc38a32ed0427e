// expect: conflict
Values run() {
  Values a(100);
  double sum = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp taskloop nogroup
    for (int i = 0; i < 100; ++i) a[i] = 3 * i;
    for (double x : a) sum += x;
  }
  return {sum};
}
