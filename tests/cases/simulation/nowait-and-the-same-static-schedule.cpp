// expect: clean
Values run() {
  Values a(40), b(40);
#pragma omp parallel
  {
#pragma omp for schedule(static) nowait
    for (int i = 0; i < 40; ++i) a[i] = i;
#pragma omp for schedule(static)
    for (int i = 0; i < 40; ++i) b[i] = 2 * a[i];
  }
  return b;
}
