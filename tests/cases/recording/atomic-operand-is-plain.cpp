// expect: conflict
void f(int* h, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
#pragma omp atomic
    h[i] += h[(i + 1) % n];
  }
}
void run() { std::vector<int> h(10); f(h.data(), 10); }
