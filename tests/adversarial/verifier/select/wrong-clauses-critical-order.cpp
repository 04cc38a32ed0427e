// family: clauses
// refused: legality; dependence-recording; equivalence different-result; coverage different-result
// why: a critical section keeps no order
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<int> out;
  out.reserve(values.size());
#pragma omp parallel for
  for (int value : values) {
    if (value > 0) {
#pragma omp critical
      out.push_back(value);
    }
  }
  return out;
}
