// Rows behind pointers to pointers: in blocks of their own or in one, and in any order afterwards.
#include <utility>

double kernel(double** a, const float* const* b, int rows, int columns, int** c) {
  double sum = 0;
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) {
      a[i][j] += b[j][i];  // wrong: a[i][j] += b[j][0];
      sum += a[i][j];
    }
  for (int i = 0; i < rows; ++i) {
    int* row = c[i];
    for (int k = columns - 1; k > 0; --k) row[k] = row[k - 1] / 2;  // wrong: for (int k = columns - 1; k > 0; --k) row[k] = 0;
  }
  if (rows > 1) std::swap(a[0], a[rows - 1]);  // wrong: ;
  return sum;
}
