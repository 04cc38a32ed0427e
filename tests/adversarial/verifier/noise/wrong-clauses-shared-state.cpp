// family: clauses
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: the state is carried from number to number
#include <vector>

// A linear congruential generator.
std::vector<unsigned> noise(unsigned seed, int count) {
  std::vector<unsigned> out(count > 0 ? count : 0);
  unsigned state = seed;
#pragma omp parallel for
  for (int i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    out[i] = state >> 8;
  }
  return out;
}
