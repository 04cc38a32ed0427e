// expect: clean
Values run() {
  Values a(64);
  int start = 0;
#pragma omp parallel
  {
#pragma omp master
    start = 17;
#pragma omp barrier
#pragma omp for
    for (int i = 0; i < 64; ++i) a[i] = start + i;
  }
  return a;
}
