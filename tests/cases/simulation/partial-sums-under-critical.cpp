// expect: clean
Values run() {
  long total = 0;
#pragma omp parallel
  {
    long sum = 0;
#pragma omp for nowait
    for (int i = 0; i < 100; ++i) sum += i;
#pragma omp critical
    total += sum;
  }
  return {double(total)};
}
