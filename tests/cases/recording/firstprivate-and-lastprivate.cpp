// expect: clean
int f(double* a, int n) {
  int t = 7;
#pragma omp parallel for firstprivate(t) lastprivate(t)
  for (int i = 0; i < n; ++i) { if (i == n - 1) { a[i] = t; t = i; } else a[i] = t; }
  return t;
}
void run() { std::vector<double> a(10); f(a.data(), 10); }
