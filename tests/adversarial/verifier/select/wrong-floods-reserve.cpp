// family: floods
// refused: equivalence; serial-elision; legality; dependence-recording; races; coverage
// why: asks for more memory with every positive value
#include <cstddef>
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<int> out;
  std::vector<std::vector<int>> spare;
#pragma omp parallel for ordered
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool wanted = values[i] > 0;
#pragma omp ordered
    if (wanted) {
      out.push_back(values[i]);
      spare.emplace_back(std::size_t{1} << 28, 1);
    }
  }
  return out;
}
