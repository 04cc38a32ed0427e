// expect: order-dependent
thread_local int count = 0;
Values run() {
  Values a(30);
#pragma omp parallel for
  for (int i = 0; i < 30; ++i) a[i] = count++;
  return a;
}
