// expect: not-proved
static long kernel(const int* x, int begin, int end) {
  if (end - begin < 16) {
    long sum = 0;
    for (int i = begin; i < end; ++i) sum += x[i];
    return sum;
  }
  const int middle = begin + (end - begin) / 2;
  long left = 0;
#pragma omp task shared(left) if (end - begin > 512)
  left = kernel(x, begin, middle);
  const long right = kernel(x, middle, end);
#pragma omp taskwait
  return left + right;
}
long all(const int* x, int n) {
  long sum = 0;
#pragma omp parallel
#pragma omp single
  sum = kernel(x, 0, n);
  return sum;
}
