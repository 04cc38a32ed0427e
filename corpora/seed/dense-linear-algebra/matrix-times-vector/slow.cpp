#include <vector>

std::vector<double> apply(const std::vector<double>& m, const std::vector<double>& x, int rows,
                          int columns) {
  std::vector<double> y;
  for (int i = 0; i < rows; ++i) {
    double sum = 0;
    for (int j = 0; j < columns; ++j) sum += m[i * columns + j] * x[j];
    y.push_back(sum);
  }
  return y;
}
