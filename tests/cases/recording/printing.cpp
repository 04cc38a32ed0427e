// expect: conflict
void f(int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) std::fprintf(stderr, "%s", "");
}
void run() { f(10); }
