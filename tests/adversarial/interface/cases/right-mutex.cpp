// passed
//@ top
#include <mutex>
//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  Real sum = 0;
  std::mutex mutex;
#pragma omp parallel
  {
    Real own = 0;
#pragma omp for nowait
    for (std::size_t i = 0; i < in.size(); ++i) {
      out[i] = std::sqrt(std::fabs(in[i])) * factor;
      own += out[i];
    }
    const std::lock_guard<std::mutex> held(mutex);
    sum += own;
  }
  return sum;
}
