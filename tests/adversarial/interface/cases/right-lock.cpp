// passed
//@ top
#include <omp.h>
//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  Real sum = 0;
  omp_lock_t lock;
  omp_init_lock(&lock);
#pragma omp parallel
  {
    Real own = 0;
#pragma omp for
    for (std::size_t i = 0; i < in.size(); ++i) {
      out[i] = std::sqrt(std::fabs(in[i])) * factor;
      own += out[i];
    }
    omp_set_lock(&lock);
    sum += own;
    omp_unset_lock(&lock);
  }
  omp_destroy_lock(&lock);
  return sum;
}
