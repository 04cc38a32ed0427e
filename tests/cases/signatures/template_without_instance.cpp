// function: sums::kernel
// A template that the file does not use: it is tried with `double`.
#include <vector>

namespace sums {
template <typename T, int Stride> T kernel(const std::vector<T>& x, std::vector<T>& y, T scale) {
  T sum{};
  for (std::size_t i = 0; i < x.size() && i < y.size(); i += Stride) {
    y[i] += scale * x[i];  // wrong: y[i] += x[i];
    sum += y[i];  // wrong: sum += x[i];
  }
  return sum;
}
}  // namespace sums
