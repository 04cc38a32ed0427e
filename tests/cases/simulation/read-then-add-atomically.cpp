// expect: order-dependent
Values run() {
  int sum = 0;
#pragma omp parallel for
  for (int i = 0; i < 30; ++i) {
    int before;
#pragma omp atomic read
    before = sum;
#pragma omp atomic write
    sum = before + i;
  }
  return {double(sum)};
}
