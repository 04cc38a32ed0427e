#include <vector>

std::vector<double> apply(const std::vector<double>& m, const std::vector<double>& x, int rows,
                          int columns) {
  if (rows < 1) return {};
  std::vector<double> y(rows);
#pragma omp parallel for
  for (int i = 0; i < rows; ++i) {
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int j = 0; j < columns; ++j) sum += m[i * columns + j] * x[j];
    y[i] = sum;
  }
  return y;
}
