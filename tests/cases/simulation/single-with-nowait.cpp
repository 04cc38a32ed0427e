// expect: conflict
Values run() {
  Values a(64);
  int start = 0;
#pragma omp parallel
  {
#pragma omp single nowait
    start = 17;
#pragma omp for
    for (int i = 0; i < 64; ++i) a[i] = start + i;
  }
  return a;
}
