// expect: clean
void inner(double* a, int n) {
#pragma omp for
  for (int i = 0; i < n; ++i) a[i] += i;
}
void f(double* a, int n) {
#pragma omp parallel
  inner(a, n);
}
void run() { std::vector<double> a(10); f(a.data(), 10); }
