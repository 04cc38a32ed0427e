// expect: clean
int fib(int n) {
  if (n < 2) return n;
  int a, b;
#pragma omp task shared(a)
  a = fib(n - 1);
#pragma omp task shared(b)
  b = fib(n - 2);
#pragma omp taskwait
  return a + b;
}
Values run() {
  int result = 0;
#pragma omp parallel
#pragma omp single
  result = fib(9);
  return {double(result)};
}
