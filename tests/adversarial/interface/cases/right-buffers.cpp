// passed allocation-succeeds
//@ top
#ifdef _OPENMP
#include <omp.h>
#endif
#include <algorithm>
//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  std::vector<std::vector<Real>> parts(static_cast<std::size_t>(omp_get_max_threads()));
#pragma omp parallel
  {
    std::vector<Real>& own = parts[static_cast<std::size_t>(omp_get_thread_num())];
#pragma omp for schedule(static)
    for (std::size_t i = 0; i < in.size(); ++i) {
      out[i] = std::sqrt(std::fabs(in[i])) * factor;
      own.push_back(out[i]);
    }
  }
  Real sum = 0;
  for (const std::vector<Real>& part : parts) {
    for (const Real value : part) sum += value;
  }
  return sum;
}
