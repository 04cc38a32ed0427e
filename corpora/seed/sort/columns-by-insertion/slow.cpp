#include <vector>

// Sorts each column of a table that is stored row by row.
void sort_columns(std::vector<int>& table, int rows, int columns) {
  for (int c = 0; c < columns; c++) {
    for (int i = 1; i < rows; i++) {
      for (int k = i; k > 0 && table[(k - 1) * columns + c] > table[k * columns + c]; k--) {
        int keep = table[k * columns + c];
        table[k * columns + c] = table[(k - 1) * columns + c];
        table[(k - 1) * columns + c] = keep;
      }
    }
  }
}
