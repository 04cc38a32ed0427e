#include <vector>

// The product of a sparse vector with many dense ones that lie one behind the other.
std::vector<double> dots(const std::vector<int>& place, const std::vector<double>& value,
                         const std::vector<double>& dense, int width, int count) {
  if (count < 1) return {};
  std::vector<double> result(count);
  const std::size_t n = place.size() < value.size() ? place.size() : value.size();
#pragma omp parallel for
  for (int v = 0; v < count; v++) {
    double sum = 0;
    for (std::size_t k = 0; k < n; k++) {
      if (place[k] >= 0 && place[k] < width) sum += value[k] * dense[v * width + place[k]];
    }
    result[v] = sum;
  }
  return result;
}
