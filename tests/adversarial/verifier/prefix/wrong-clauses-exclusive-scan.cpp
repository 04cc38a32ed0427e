// family: clauses
// refused: equivalence different-result; serial-elision; legality; compile; coverage different-result; dependence-recording different-result
// why: the scan is declared exclusive and used as inclusive
#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  std::vector<long> out(in.size());
  long running = 0;
#pragma omp parallel for reduction(inscan, + : running)
  for (std::size_t i = 0; i < in.size(); ++i) {
    out[i] = running;
#pragma omp scan exclusive(running)
    running += in[i];
  }
  return out;
}
