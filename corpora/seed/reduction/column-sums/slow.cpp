#include <vector>

std::vector<double> column_sums(const std::vector<double>& table, int rows, int columns) {
  std::vector<double> sums;
  for (int j = 0; j < columns; j++) {
    double sum = 0.0;
    for (int i = 0; i < rows; i++) {
      sum += table[i * columns + j];
    }
    sums.push_back(sum);
  }
  return sums;
}
