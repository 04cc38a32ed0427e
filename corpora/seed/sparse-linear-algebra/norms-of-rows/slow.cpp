#include <cmath>
#include <vector>

std::vector<double> row_norms(const std::vector<int>& start, const std::vector<double>& value) {
  std::vector<double> norms;
  for (std::size_t r = 0; r + 1 < start.size(); ++r) {
    double squares = 0.0;
    for (int k = start[r]; k != start[r + 1]; ++k) squares += std::pow(value[k], 2.0);
    norms.push_back(std::sqrt(squares));
  }
  return norms;
}
