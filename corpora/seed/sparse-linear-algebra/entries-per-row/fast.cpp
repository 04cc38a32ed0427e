#include <vector>

// How many entries of a dense matrix would be stored in each row.
std::vector<int> count_entries(const std::vector<double>& dense, int rows, int columns) {
  if (rows < 1) return {};
  std::vector<int> count(rows);
#pragma omp parallel for
  for (int i = 0; i < rows; i++) {
    int n = 0;
    for (int j = 0; j < columns; j++) {
      n += (dense[i * columns + j] > 1e-6) | (dense[i * columns + j] < -1e-6);
    }
    count[i] = n;
  }
  return count;
}
