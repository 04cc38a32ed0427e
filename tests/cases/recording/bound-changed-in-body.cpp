// expect: region-conflict
void f(double* a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    a[i] = i;
    if (i == 4) n = 8;
  }
}
void run() { std::vector<double> a(10); f(a.data(), 10); }
