// right: OpenMP's own scan, kept away from empty vectors, on which compilers crash
#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  std::vector<long> out(in.size());
  if (in.empty()) {
    return out;
  }
  long running = 0;
#pragma omp parallel for reduction(inscan, + : running)
  for (std::size_t i = 0; i < in.size(); ++i) {
    running += in[i];
#pragma omp scan inclusive(running)
    out[i] = running;
  }
  return out;
}
