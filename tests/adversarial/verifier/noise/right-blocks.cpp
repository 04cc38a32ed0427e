// right: the states at the beginning of blocks first, then the blocks
#include <algorithm>
#include <vector>

// A linear congruential generator.
std::vector<unsigned> noise(unsigned seed, int count) {
  std::vector<unsigned> out(count > 0 ? count : 0);
  unsigned factor = 1u;
  unsigned add = 0u;
  for (int i = 0; i < 128; ++i) {
    add = add * 1664525u + 1013904223u;
    factor *= 1664525u;
  }
  std::vector<unsigned> first;
  unsigned at = seed;
  for (int i = 0; i < count; i += 128) {
    first.push_back(at);
    at = at * factor + add;
  }
#pragma omp parallel for
  for (int b = 0; b < static_cast<int>(first.size()); ++b) {
    unsigned state = first[b];
    for (int i = b * 128; i < std::min(count, b * 128 + 128); ++i) {
      state = state * 1664525u + 1013904223u;
      out[i] = state >> 8;
    }
  }
  return out;
}
