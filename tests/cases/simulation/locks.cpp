// expect: clean
Values run() {
  omp_lock_t locks[4];
  for (omp_lock_t& lock : locks) omp_init_lock(&lock);
  std::vector<long> bins(4);
#pragma omp parallel for schedule(dynamic)
  for (int i = 0; i < 60; ++i) {
    omp_set_lock(&locks[i % 4]);
    bins[i % 4] += i;
    omp_unset_lock(&locks[i % 4]);
  }
  for (omp_lock_t& lock : locks) omp_destroy_lock(&lock);
  return Values(bins.begin(), bins.end());
}
