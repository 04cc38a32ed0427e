#include <vector>

// The product of a sparse vector with many dense ones that lie one behind the other.
std::vector<double> dots(const std::vector<int>& place, const std::vector<double>& value,
                         const std::vector<double>& dense, int width, int count) {
  std::vector<double> result;
  for (int v = 0; v < count; v++) {
    double sum = 0;
    for (std::size_t k = 0; k < place.size() && k < value.size(); k++) {
      if (place[k] >= 0 && place[k] < width) sum += value[k] * dense[v * width + place[k]];
    }
    result.push_back(sum);
  }
  return result;
}
