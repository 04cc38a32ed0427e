// expect: clean
void deep(omp_nest_lock_t* lock, long& sum, int n) {
  omp_set_nest_lock(lock);
  sum += n;
  if (n > 0) deep(lock, sum, n - 1);
  omp_unset_nest_lock(lock);
}
Values run() {
  omp_nest_lock_t lock;
  omp_init_nest_lock(&lock);
  long sum = 0;
#pragma omp parallel for
  for (int i = 0; i < 10; ++i) deep(&lock, sum, 4);
  omp_destroy_nest_lock(&lock);
  return {double(sum)};
}
