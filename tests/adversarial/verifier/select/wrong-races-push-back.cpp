// family: races
// refused: legality; dependence-recording conflict; races; equivalence; coverage; dependence-recording different-result
// why: push_back from several threads
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<int> out;
#pragma omp parallel for
  for (int value : values) {
    if (value > 0) {
      out.push_back(value);
    }
  }
  return out;
}
