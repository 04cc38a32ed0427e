// expect: clean
int count(int n) {
  if (n < 1) return 1;
  int a = 0, b = 0;
#pragma omp task shared(a) if (n > 3) final(n < 3)
  a = count(n - 1);
#pragma omp task shared(b) if (n > 3) final(n < 3)
  b = count(n - 2);
#pragma omp taskwait
  return a + b;
}
Values run() {
  int result = 0;
#pragma omp parallel
#pragma omp single
  result = count(8);
  return {double(result)};
}
