#include <cstddef>
#include <vector>

std::vector<long> prefix_sum(const std::vector<long>& in) {
  std::vector<long> out(in.size());
  long running = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    running += in[i];
    out[i] = running;
  }
  return out;
}
