// family: undefined
// refused: serial-elision undefined-behaviour; equivalence undefined-behaviour; legality; coverage undefined-behaviour
// why: the state as a signed number overflows
#include <vector>

// A linear congruential generator.
std::vector<unsigned> noise(unsigned seed, int count) {
  std::vector<unsigned> out(count > 0 ? count : 0);
  std::vector<int> states(out.size() + 1, static_cast<int>(seed));
  for (int i = 0; i < count; ++i) {
    states[i + 1] = states[i] * 1664525 + 1013904223;
  }
#pragma omp parallel for
  for (int i = 0; i < count; ++i) {
    out[i] = static_cast<unsigned>(states[i + 1]) >> 8;
  }
  return out;
}
