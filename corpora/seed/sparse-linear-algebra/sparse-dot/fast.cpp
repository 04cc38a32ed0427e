#include <vector>

// The product of a sparse vector with many dense ones.
std::vector<double> dots(const std::vector<int>& place, const std::vector<double>& value,
                         const std::vector<std::vector<double>>& dense) {
  const long count = static_cast<long>(dense.size());
  std::vector<double> result(count);
  const std::size_t n = place.size() < value.size() ? place.size() : value.size();
#pragma omp parallel for
  for (long v = 0; v < count; v++) {
    const std::vector<double>& one = dense[v];
    const int width = (int)one.size();
    double sum = 0;
    for (std::size_t k = 0; k < n; k++) {
      if (place[k] >= 0 && place[k] < width) sum += value[k] * one[place[k]];
    }
    result[v] = sum;
  }
  return result;
}
