// area[i][j] becomes the sum of all cells above and to the left of it, and its own.
void summed_area(const int* cell, long* area, int rows, int columns) {
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      long sum = cell[i * columns + j];
      if (i > 0) sum += area[(i - 1) * columns + j];
      if (j > 0) sum += area[i * columns + j - 1];
      if (i > 0 && j > 0) sum -= area[(i - 1) * columns + j - 1];
      area[i * columns + j] = sum;
    }
  }
}
