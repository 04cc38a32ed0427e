// expect: order-dependent
Values run() {
  long total = 0;
#pragma omp parallel
  {
    long sum = 0;
    for (int round = 0; round < 2; ++round) {
#pragma omp for
      for (int i = 0; i < 100; ++i) sum += i;
#pragma omp critical
      total += sum;
    }
#pragma omp barrier
#pragma omp single
    total += sum;
  }
  return {double(total)};
}
