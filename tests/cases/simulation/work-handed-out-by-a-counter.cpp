// expect: clean
Values run() {
  Values a(50);
  int next = 0;
#pragma omp parallel
  for (;;) {
    int i;
#pragma omp atomic capture
    i = next++;
    if (i >= 50) break;
    a[i] += i;
  }
  return a;
}
