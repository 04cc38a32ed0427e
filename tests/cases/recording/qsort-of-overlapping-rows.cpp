// expect: conflict
int by_value(const void* a, const void* b) { return *(const int*)a - *(const int*)b; }
void f(int* a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) std::qsort(a + 4 * i, 5, sizeof(int), by_value);
}
void run() { std::vector<int> a(50); f(a.data(), 10); }
