// passed
//@ top
#include <algorithm>
#include <numeric>
//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  const std::size_t size = in.size();
#pragma omp parallel for
  for (std::size_t i = 0; i < size; ++i) out[i] = std::sqrt(std::fabs(in[i])) * factor;
  std::vector<Real> sorted(out.begin(), out.begin() + static_cast<long>(size));
  std::sort(sorted.begin(), sorted.end(), [](Real a, Real b) { return a < b; });
  return std::accumulate(sorted.begin(), sorted.end(), Real(0));
}
