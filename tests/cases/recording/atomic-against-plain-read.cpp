// expect: conflict
void f(int* a, int n) {
  int count = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
#pragma omp atomic
    count += 1;
    a[i] = count;
  }
}
void run() { std::vector<int> a(10); f(a.data(), 10); }
