// expect: conflict
Values run() {
  Values a(100, 1);
#pragma omp parallel
#pragma omp single
#pragma omp taskloop grainsize(10)
  for (int i = 1; i < 100; ++i) a[i] += a[i - 1];
  return a;
}
