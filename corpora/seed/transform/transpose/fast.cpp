void transpose(const double* a, double* b, int rows, int columns) {
  const int tile = 32;
#pragma omp parallel for collapse(2) schedule(static)
  for (int ii = 0; ii < rows; ii += tile) {
    for (int jj = 0; jj < columns; jj += tile) {
      const int last_i = rows - ii < tile ? rows : ii + tile;
      const int last_j = columns - jj < tile ? columns : jj + tile;
      for (int i = ii; i < last_i; i++) {
        for (int j = jj; j < last_j; j++) {
          b[j * rows + i] = a[i * columns + j];
        }
      }
    }
  }
}
