// expect: clean
Values run() {
  Values a(64);
#pragma omp parallel
  {
    int start;
#pragma omp single copyprivate(start)
    start = 17;
#pragma omp for
    for (int i = 0; i < 64; ++i) a[i] = start + i;
  }
  return a;
}
