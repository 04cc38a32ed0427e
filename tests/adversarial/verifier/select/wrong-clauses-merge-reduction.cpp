// family: clauses
// refused: legality; dependence-recording; equivalence different-result; coverage different-result
// why: the order in which a reduction joins the threads' parts is not specified
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<int> out;
#pragma omp declare reduction(merge : std::vector<int> : omp_out.insert( \
        omp_out.end(), omp_in.begin(), omp_in.end()))
#pragma omp parallel for reduction(merge : out)
  for (int value : values) {
    if (value > 0) {
      out.push_back(value);
    }
  }
  return out;
}
