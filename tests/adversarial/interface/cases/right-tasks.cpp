// passed
//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  Real sum = 0;
#pragma omp parallel
#pragma omp single
#pragma omp taskloop reduction(+ : sum)
  for (std::size_t i = 0; i < in.size(); ++i) {
    out[i] = std::sqrt(std::fabs(in[i])) * factor;
    sum += out[i];
  }
  return sum;
}
