#include <vector>

// The product of a sparse vector with many dense ones.
std::vector<double> dots(const std::vector<int>& place, const std::vector<double>& value,
                         const std::vector<std::vector<double>>& dense) {
  std::vector<double> result;
  for (const std::vector<double>& one : dense) {
    double sum = 0;
    for (std::size_t k = 0; k < place.size() && k < value.size(); k++) {
      if (place[k] >= 0 && place[k] < (int)one.size()) sum += value[k] * one[place[k]];
    }
    result.push_back(sum);
  }
  return result;
}
