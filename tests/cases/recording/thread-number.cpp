// expect: open not-recordable
extern "C" int omp_get_thread_num();
void f(double* a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) a[i] = omp_get_thread_num();
}
void run() { std::vector<double> a(10); f(a.data(), 10); }
