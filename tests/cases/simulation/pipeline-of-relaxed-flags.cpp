// expect: conflict
Values run() {
  const int n = 16;
  Values a(n, 1);
  std::vector<std::atomic<int>> done(n);
#pragma omp parallel for schedule(static, 1)
  for (int i = 0; i < n; ++i) {
    if (i > 0) {
      while (done[i - 1].load(std::memory_order_relaxed) == 0) {
      }
      a[i] += a[i - 1];
    }
    done[i].store(1, std::memory_order_relaxed);
  }
  return a;
}
