#include <vector>

std::vector<double> column_sums(const std::vector<double>& table, int rows, int columns) {
  if (columns < 1) return {};
  std::vector<double> result(columns, 0.0);
  double* sums = result.data();
  // Along the rows, as they lie in memory; each thread has sums of its own.
#pragma omp parallel for reduction(+ : sums[:columns])
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      sums[j] += table[i * columns + j];
    }
  }
  return result;
}
