// family: undefined
// refused: serial-elision; equivalence; coverage; dependence-recording different-result
// why: writes into reserved memory that is not part of the vector, and resizes afterwards
#include <cstddef>
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<int> out;
  out.reserve(values.size() + 1);
  int* place = out.data();
  std::size_t count = 0;
#pragma omp parallel for ordered
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool wanted = values[i] > 0;
#pragma omp ordered
    if (wanted) {
      place[count++] = values[i];
    }
  }
  std::vector<int> result;
  result.assign(place, place + count);
  out.clear();
  return result;
}
