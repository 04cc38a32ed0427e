// expect: region-conflict
void f(double* a, int n) {
  double scale = 1;
#pragma omp parallel
  {
#pragma omp master
    scale = 2;
#pragma omp for
    for (int i = 0; i < n; ++i) a[i] = i;
    if (scale > 5) a[0] = 0;
  }
#pragma omp parallel
  {
#pragma omp master
    scale = 3;
    double seen = scale;
#pragma omp for
    for (int i = 0; i < n; ++i) a[i] = i + seen;
  }
}
void run() { std::vector<double> a(10); f(a.data(), 10); }
