// expect: clean
Values run() {
  long sum = 0;
#pragma omp parallel
#pragma omp single
#pragma omp taskloop reduction(+ : sum)
  for (int i = 0; i < 100; ++i) sum += i;
  return {double(sum)};
}
