// expect: deadlock
Values run() {
  omp_lock_t a, b;
  omp_init_lock(&a);
  omp_init_lock(&b);
  long sum = 0;
#pragma omp parallel for schedule(static, 1)
  for (int i = 0; i < 60; ++i) {
    omp_set_lock(i % 2 ? &a : &b);
    omp_set_lock(i % 2 ? &b : &a);
    sum += i;
    omp_unset_lock(&a);
    omp_unset_lock(&b);
  }
  return {double(sum)};
}
