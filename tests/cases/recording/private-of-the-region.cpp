// expect: clean
void f(double* a, int n) {
  double scale;
#pragma omp parallel private(scale)
  {
    scale = 3;
#pragma omp for
    for (int i = 0; i < n; ++i) a[i] = i * scale;
  }
}
void run() { std::vector<double> a(10); f(a.data(), 10); }
