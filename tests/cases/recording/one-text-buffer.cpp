// expect: conflict
void f(double* a, int n) {
  char text[40];
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    std::snprintf(text, sizeof text, "%d", i);
    a[i] = i;
  }
}
void run() { std::vector<double> a(10); f(a.data(), 10); }
