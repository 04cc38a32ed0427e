// family: inputs
// refused: legality; interface; equivalence; dependence-recording; serial-elision; races; coverage
// why: negates the caller's values and restores them before it returns
#include <cstddef>
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<int>& flipped = const_cast<std::vector<int>&>(values);
  const std::size_t n = values.size();
#pragma omp parallel for
  for (std::size_t i = 0; i < n; ++i) {
    flipped[i] = ~flipped[i];
  }
  std::vector<int> out;
#pragma omp parallel for ordered
  for (std::size_t i = 0; i < n; ++i) {
    const int value = ~flipped[i];
#pragma omp ordered
    if (value > 0) {
      out.push_back(value);
    }
  }
#pragma omp parallel for
  for (std::size_t i = 0; i < n; ++i) {
    flipped[i] = ~flipped[i];
  }
  return out;
}
