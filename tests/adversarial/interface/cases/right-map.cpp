// passed allocation-succeeds
//@ top
#include <map>
#include <unordered_map>
//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  std::map<std::size_t, Real> sums;
#pragma omp parallel
  {
    std::unordered_map<std::size_t, Real> own;
#pragma omp for
    for (std::size_t i = 0; i < in.size(); ++i) {
      out[i] = std::sqrt(std::fabs(in[i])) * factor;
      own[i % 8] += out[i];
    }
#pragma omp critical
    for (const auto& [key, value] : own) sums[key] += value;
  }
  Real sum = 0;
  for (const auto& [key, value] : sums) sum += value;
  return sum;
}
