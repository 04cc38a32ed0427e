// passed
//@ before
namespace {
Real roots(const Real* from, Real* to, std::size_t size, Real factor) {
  Real sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < size; ++i) {
    to[i] = std::sqrt(std::fabs(from[i])) * factor;
    sum += to[i];
  }
  return sum;
}
}  // namespace
//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  return roots(in.data(), out.data(), in.size(), factor);
}
