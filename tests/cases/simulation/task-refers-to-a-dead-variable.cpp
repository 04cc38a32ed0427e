// expect: conflict
Values run() {
  Values result(8);
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < 8; ++i) {
    int factor = 2 * i;
#pragma omp task shared(factor) firstprivate(i)
    result[i] = factor;
  }
  return result;
}
