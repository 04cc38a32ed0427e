// expect: clean
void f(int* a, int n) {
  int flag = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    int seen;
#pragma omp atomic read
    seen = flag;
    a[i] = seen;
#pragma omp atomic write
    flag = 1;
  }
}
void run() { std::vector<int> a(10); f(a.data(), 10); }
