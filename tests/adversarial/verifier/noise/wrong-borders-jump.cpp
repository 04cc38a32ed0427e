// family: borders
// refused: equivalence different-result; coverage different-result; dependence-recording different-result
// why: the chunks behind the first begin one number too early
#include <omp.h>

#include <algorithm>
#include <vector>

static unsigned jump(unsigned state, int steps) {
  for (int i = 1; i < steps; ++i) {
    state = state * 1664525u + 1013904223u;
  }
  return state;
}

// A linear congruential generator.
std::vector<unsigned> noise(unsigned seed, int count) {
  std::vector<unsigned> out(count > 0 ? count : 0);
#pragma omp parallel
  {
    const int threads = omp_get_num_threads();
    const int chunk = count / threads + 1;
    const int begin = omp_get_thread_num() * chunk;
    unsigned state = jump(seed, begin);
    for (int i = begin; i < std::min(count, begin + chunk); ++i) {
      state = state * 1664525u + 1013904223u;
      out[i] = state >> 8;
    }
  }
  return out;
}
