// interface unchecked-promise
//@ kernel
Real kernel(const std::vector<Real>& from, std::vector<Real>& to, Real scale = 1) {
  Real sum = 0;
  const std::size_t size = from.size();
  const Real* __restrict source = from.data();
#pragma omp parallel for simd reduction(+ : sum) \
    schedule(static)
  for (std::size_t i = 0; i < size; ++i) {
    to[i] = std::sqrt(std::fabs(source[i])) * scale;
    sum += to[i];
  }
  return sum;
}
