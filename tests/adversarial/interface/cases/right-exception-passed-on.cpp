// passed
//@ top
#include <exception>
//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  Real sum = 0;
  std::exception_ptr thrown;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < in.size(); ++i) {
    try {
      out.at(i) = std::sqrt(std::fabs(in.at(i))) * factor;
      sum += out[i];
    } catch (...) {
#pragma omp critical
      thrown = std::current_exception();
    }
  }
  if (thrown) std::rethrow_exception(thrown);
  return sum;
}
