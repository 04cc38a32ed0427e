// family: teams
// refused: equivalence different-result; dependence-recording; legality; coverage different-result
// why: each thread has a seed of its own: right with one thread
#include <omp.h>

#include <vector>

// A linear congruential generator.
std::vector<unsigned> noise(unsigned seed, int count) {
  std::vector<unsigned> out(count > 0 ? count : 0);
#pragma omp parallel
  {
    unsigned state = seed + omp_get_thread_num();
#pragma omp for schedule(static)
    for (int i = 0; i < count; ++i) {
      state = state * 1664525u + 1013904223u;
      out[i] = state >> 8;
    }
  }
  return out;
}
