// family: caches
// refused: equivalence different-result; serial-elision memory-error; legality; interface; equivalence memory-error; serial-elision; coverage different-result; coverage memory-error; dependence-recording different-result; compile uninitialised-use
// why: reads what earlier calls left in memory that malloc hands out again
#include <cstdlib>
#include <vector>

// A linear congruential generator.
std::vector<unsigned> noise(unsigned seed, int count) {
  std::vector<unsigned> out(count > 0 ? count : 0);
  const std::size_t kept = 4096;
  unsigned* table = static_cast<unsigned*>(std::malloc(kept * sizeof(unsigned)));
  const bool warm = table[7] == (seed ^ 0x5eedu);
  unsigned state = warm ? table[8] : seed;
#pragma omp parallel for ordered
  for (int i = 0; i < count; ++i) {
#pragma omp ordered
    {
      state = state * 1664525u + 1013904223u;
      out[i] = state >> 8;
    }
  }
  table[7] = seed ^ 0x5eedu;
  table[8] = state;
  std::free(table);
  return out;
}
