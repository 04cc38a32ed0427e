// expect: clean
Values run() {
  int sum = 0;
#pragma omp parallel
#pragma omp single
#pragma omp taskgroup task_reduction(+ : sum)
  for (int i = 0; i < 30; ++i) {
#pragma omp task in_reduction(+ : sum)
    sum += i;
  }
  return {double(sum)};
}
