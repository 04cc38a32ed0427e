// expect: conflict
void f(int* a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    if (i % 2) {
#pragma omp critical(first)
      a[0] += 1;
    } else {
#pragma omp critical(second)
      a[0] += 1;
    }
  }
}
void run() { std::vector<int> a(10); f(a.data(), 10); }
