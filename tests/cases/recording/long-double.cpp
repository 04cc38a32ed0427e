// expect: open not-recordable
void f(long double* a, int n) {
#pragma omp parallel for
  for (int i = 1; i < n; ++i) a[i] += a[i - 1];
}
void run() { std::vector<long double> a(10); f(a.data(), 10); }
