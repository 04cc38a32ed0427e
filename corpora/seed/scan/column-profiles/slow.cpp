// Each column of the table becomes its running sums.
void accumulate_columns(int* table, int rows, int columns) {
  for (int j = 0; j < columns; j++) {
    for (int i = 1; i < rows; i++) {
      table[i * columns + j] += table[(i - 1) * columns + j];
    }
  }
}
