// expect: conflict
void f(std::vector<int>& out, const int* a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    if (a[i] > 0) out.push_back(i);
}
void run() { std::vector<int> a(10, 1), out; f(out, a.data(), 10); }
