#include <cstdint>
#include <vector>

// The first signature that differs in the fewest bits; -1 if there are none.
long best_match(const std::vector<std::uint64_t>& signatures, std::uint64_t wanted) {
  long best = -1;
  int fewest = 65;
  for (std::size_t i = 0; i < signatures.size(); i++) {
    std::uint64_t difference = signatures[i] ^ wanted;
    int bits = 0;
    while (difference) {
      bits += difference & 1;
      difference >>= 1;
    }
    if (bits < fewest) {
      fewest = bits;
      best = (long)i;
    }
  }
  return best;
}
