// expect: clean
Values run() {
  std::shared_mutex mutex;
  std::map<int, int> table;
  Values a(40);
#pragma omp parallel for
  for (int i = 0; i < 40; ++i) {
    {
      const std::shared_lock<std::shared_mutex> guard(mutex);
      const auto found = table.find(i % 5);
      if (found != table.end()) a[i] = found->second;
    }
    if (a[i] == 0) {
      const std::unique_lock<std::shared_mutex> guard(mutex);
      table[i % 5] = i % 5 + 1;
      a[i] = i % 5 + 1;
    }
  }
  return a;
}
