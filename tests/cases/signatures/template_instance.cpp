#include <complex>
#include <vector>

template <class T> T kernel(const std::vector<T>& x, std::vector<T>& y) {
  T sum{};
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
    y[i] += x[i];
    sum += y[i];  // wrong: sum += x[i];
  }
  return sum;
}
template std::complex<float> kernel(const std::vector<std::complex<float>>&,
                                    std::vector<std::complex<float>>&);
