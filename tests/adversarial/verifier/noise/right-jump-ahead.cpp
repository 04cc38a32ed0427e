// right: each chunk jumps to its place in the sequence
#include <omp.h>

#include <vector>

static unsigned jump(unsigned state, unsigned steps) {
  unsigned factor = 1664525u;
  unsigned add = 1013904223u;
  for (; steps > 0; steps >>= 1) {
    if (steps & 1u) {
      state = state * factor + add;
    }
    add *= factor + 1u;
    factor *= factor;
  }
  return state;
}

// A linear congruential generator.
std::vector<unsigned> noise(unsigned seed, int count) {
  std::vector<unsigned> out(count > 0 ? count : 0);
#pragma omp parallel
  {
    const long long threads = omp_get_num_threads();
    const long long me = omp_get_thread_num();
    const int begin = static_cast<int>(count * me / threads);
    const int end = static_cast<int>(count * (me + 1) / threads);
    unsigned state = jump(seed, static_cast<unsigned>(begin));
    for (int i = begin; i < end; ++i) {
      state = state * 1664525u + 1013904223u;
      out[i] = state >> 8;
    }
  }
  return out;
}
