// expect: conflict
void f(double* a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j) a[j * n + j] += j;
}
void run() { std::vector<double> a(100); f(a.data(), 10); }
