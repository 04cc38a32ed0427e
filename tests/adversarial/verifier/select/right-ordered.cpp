// right: the appending is ordered
#include <cstddef>
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<int> out;
#pragma omp parallel for ordered schedule(static, 16)
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool wanted = values[i] > 0;
#pragma omp ordered
    if (wanted) {
      out.push_back(values[i]);
    }
  }
  return out;
}
