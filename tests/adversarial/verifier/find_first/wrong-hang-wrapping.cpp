// family: hang
// refused: equivalence timeout; serial-elision timeout; legality; serial-elision undefined-behaviour; equivalence undefined-behaviour; coverage undefined-behaviour; coverage timeout
// why: an eight-bit counter never reaches larger sizes
#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  const int n = static_cast<int>(values.size());
  int first = n;
#pragma omp parallel reduction(min : first)
#pragma omp single
  for (unsigned char i = 0; i < n; ++i) {
    if (values[i] == key) {
      first = i;
      break;
    }
  }
  return first == n ? -1 : first;
}
