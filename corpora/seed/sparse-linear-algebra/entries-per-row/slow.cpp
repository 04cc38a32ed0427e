#include <vector>

// How many entries of a dense matrix would be stored in each row.
std::vector<int> count_entries(const std::vector<double>& dense, int rows, int columns) {
  std::vector<int> count;
  for (int i = 0; i < rows; i++) {
    int n = 0;
    for (int j = 0; j < columns; j++) {
      if (dense[i * columns + j] > 1e-6 || dense[i * columns + j] < -1e-6) n++;
    }
    count.push_back(n);
  }
  return count;
}
