// expect: read-after-loop
int f(double* a, int n) {
  int t = 7;
#pragma omp parallel for lastprivate(t)
  for (int i = 0; i < n; ++i) { t = i; a[i] = t; }
  return t;
}
void run() { std::vector<double> a(10); f(a.data(), 10); f(a.data(), 0); }
