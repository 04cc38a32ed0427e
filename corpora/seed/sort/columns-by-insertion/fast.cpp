#include <vector>

#include <algorithm>

// Sorts each column of a table that is stored row by row.
void sort_columns(std::vector<int>& table, int rows, int columns) {
#pragma omp parallel for schedule(dynamic, 4)
  for (int c = 0; c < columns; c++) {
    // A column is sorted where it lies together.
    std::vector<int> column;
    for (int i = 0; i < rows; i++) column.push_back(table[i * columns + c]);
    std::sort(column.begin(), column.end());
    for (int i = 0; i < rows; i++) table[i * columns + c] = column[i];
  }
}
