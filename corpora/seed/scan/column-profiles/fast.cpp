// Each column of the table becomes its running sums.
void accumulate_columns(int* table, int rows, int columns) {
  // Strips of columns that share cache lines, row after row.
  const int strip = 64;
#pragma omp parallel for
  for (int jj = 0; jj < columns; jj += strip) {
    const int last = columns - jj < strip ? columns : jj + strip;
    for (int i = 1; i < rows; i++) {
      for (int j = jj; j < last; j++) {
        table[i * columns + j] += table[(i - 1) * columns + j];
      }
    }
  }
}
