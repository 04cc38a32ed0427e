// expect: deadlock
Values run() {
  omp_lock_t lock;
  omp_init_lock(&lock);
  long sum = 0;
#pragma omp parallel for
  for (int i = 0; i < 60; ++i) {
    if (omp_get_num_threads() == 1) {
      sum += i;
      continue;
    }
    omp_set_lock(&lock);
    sum += i;
    if (i % 7 != 3) omp_unset_lock(&lock);
  }
  return {double(sum)};
}
