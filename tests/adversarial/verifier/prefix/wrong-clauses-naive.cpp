// family: clauses
// refused: legality; dependence-recording; races
// why: a running sum is carried from element to element
#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  std::vector<long> out(in.size());
  long running = 0;
#pragma omp parallel for reduction(+ : running)
  for (std::size_t i = 0; i < in.size(); ++i) {
    running += in[i];
    out[i] = running;
  }
  return out;
}
