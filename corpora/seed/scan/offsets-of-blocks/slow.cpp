#include <vector>

// Where each block begins if blocks of these lengths follow each other; the total comes last.
std::vector<long> block_starts(const std::vector<int>& lengths) {
  std::vector<long> starts;
  for (std::size_t b = 0; b <= lengths.size(); b++) {
    long before = 0;
    for (std::size_t i = 0; i < b; i++) before += lengths[i] & 1023;
    starts.push_back(before);
  }
  return starts;
}
