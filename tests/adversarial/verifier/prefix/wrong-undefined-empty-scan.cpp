// family: undefined
// refused: equivalence crash; legality; dependence-recording; coverage crash
// why: a scan of no elements crashes, whichever compiler builds it
#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  std::vector<long> out(in.size());
  long running = 0;
#pragma omp parallel for reduction(inscan, + : running)
  for (std::size_t i = 0; i < in.size(); ++i) {
    running += in[i];
#pragma omp scan inclusive(running)
    out[i] = running;
  }
  return out;
}
