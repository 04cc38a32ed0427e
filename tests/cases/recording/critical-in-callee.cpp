// expect: clean
int best = 0;
void offer(int value) {
#pragma omp critical
  if (value > best) best = value;
}
void f(const int* a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) offer(a[i]);
}
void run() { std::vector<int> a(10, 3); f(a.data(), 10); }
