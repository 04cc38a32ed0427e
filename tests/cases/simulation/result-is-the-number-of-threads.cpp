// expect: order-dependent
Values run() {
  Values a(1);
#pragma omp parallel
#pragma omp atomic
  a[0] += 1;
  return a;
}
