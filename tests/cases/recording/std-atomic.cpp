// expect: clean
void f(const int* a, int n, std::atomic<int>& sum) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) sum += a[i];
}
void run() { std::vector<int> a(10, 3); std::atomic<int> sum{0}; f(a.data(), 10, sum); }
