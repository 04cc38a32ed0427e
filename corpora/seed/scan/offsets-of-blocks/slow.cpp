#include <vector>

// Where each block begins if blocks of these lengths follow each other; the total comes last.
std::vector<long> block_starts(const std::vector<int>& lengths) {
  std::vector<long> starts(lengths.size() + 1);
  starts[0] = 0;
  for (std::size_t b = 0; b < lengths.size(); b++) {
    starts[b + 1] = starts[b] + (lengths[b] & 1023);
  }
  return starts;
}
