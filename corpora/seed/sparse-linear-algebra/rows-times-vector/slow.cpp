#include <vector>

std::vector<double> apply(const std::vector<int>& start, const std::vector<int>& column,
                          const std::vector<double>& value, const std::vector<double>& x) {
  std::vector<double> y;
  for (std::size_t row = 0; row + 1 < start.size(); row++) {
    double sum = 0;
    for (int at = start[row]; at < start[row + 1]; at++) {
      sum += value[at] * x[column[at]];
    }
    y.push_back(sum);
  }
  return y;
}
