// expect: not-proved
#include <omp.h>
double kernel(const double* x, int n) {
  double sum = 0;
  omp_lock_t lock;
  omp_init_lock(&lock);
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    omp_set_lock(&lock);
    sum += x[i];
    omp_unset_lock(&lock);
  }
  omp_destroy_lock(&lock);
  return sum;
}
