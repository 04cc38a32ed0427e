// expect: order-dependent
Values run() {
  int count = 0;
  Values a(30);
#pragma omp parallel for firstprivate(count)
  for (int i = 0; i < 30; ++i) a[i] = count++;
  return a;
}
