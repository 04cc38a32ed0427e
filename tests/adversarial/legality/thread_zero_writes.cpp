// expect: not-proved
#include <omp.h>
int kernel(double* x, int n) {
  int threads = 1;
#pragma omp parallel
  {
    if (omp_get_thread_num() == 0) threads = omp_get_num_threads();
#pragma omp for
    for (int i = 0; i < n; ++i) x[i] += 1;
  }
  return threads > 0;
}
