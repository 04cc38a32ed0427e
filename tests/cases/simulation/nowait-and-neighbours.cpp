// expect: conflict
Values run() {
  Values a(41), b(40);
#pragma omp parallel
  {
#pragma omp for schedule(static) nowait
    for (int i = 0; i < 41; ++i) a[i] = i;
#pragma omp for schedule(static)
    for (int i = 0; i < 40; ++i) b[i] = a[i] + a[i + 1];
  }
  return b;
}
