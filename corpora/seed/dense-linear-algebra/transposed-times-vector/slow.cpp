#include <vector>

// y = transposed(m) * x
std::vector<double> apply_transposed(const std::vector<double>& m, const std::vector<double>& x,
                                     int rows, int columns) {
  std::vector<double> y;
  for (int j = 0; j < columns; j++) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += m[i * columns + j] * x[i];
    }
    y.push_back(sum);
  }
  return y;
}
