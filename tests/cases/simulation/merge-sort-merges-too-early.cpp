// expect: conflict
void sort(int* a, int* b, int n) {
  if (n < 4) {
    std::sort(a, a + n);
    return;
  }
#pragma omp task
  sort(a, b, n / 2);
#pragma omp task
  sort(a + n / 2, b + n / 2, n - n / 2);
  std::merge(a, a + n / 2, a + n / 2, a + n, b);
  std::copy(b, b + n, a);
}
Values run() {
  std::vector<int> a(64), b(64);
  for (int i = 0; i < 64; ++i) a[i] = i * 7919 % 64;
#pragma omp parallel
#pragma omp master
  sort(a.data(), b.data(), 64);
  return Values(a.begin(), a.end());
}
