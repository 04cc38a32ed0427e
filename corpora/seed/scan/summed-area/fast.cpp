// area[i][j] becomes the sum of all cells above and to the left of it, and its own.
void summed_area(const int* cell, long* area, int rows, int columns) {
  // Along all rows first, then down all columns.
#pragma omp parallel for
  for (int i = 0; i < rows; i++) {
    long sum = 0;
    for (int j = 0; j < columns; j++) {
      sum += cell[i * columns + j];
      area[i * columns + j] = sum;
    }
  }
  const int strip = 64;
#pragma omp parallel for
  for (int jj = 0; jj < columns; jj += strip) {
    const int last = columns - jj < strip ? columns : jj + strip;
    for (int i = 1; i < rows; i++) {
      for (int j = jj; j < last; j++) area[i * columns + j] += area[(i - 1) * columns + j];
    }
  }
}
