// expect: clean
void f(double* a, int n) {
  double scale = 1;
#pragma omp parallel
  {
#pragma omp master
    scale = 3;
#pragma omp barrier
#pragma omp for
    for (int i = 0; i < n; ++i) a[i] = i * scale;
  }
}
void run() { std::vector<double> a(10); f(a.data(), 10); }
