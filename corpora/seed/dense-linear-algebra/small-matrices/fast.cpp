#include <vector>

struct Matrix3 {
  double m[9];
};

// The product of each matrix with the turn.
void turn_all(std::vector<Matrix3>& matrices, const Matrix3& turn) {
  const Matrix3 t = turn;
  const long n = static_cast<long>(matrices.size());
#pragma omp parallel for
  for (long at = 0; at < n; ++at) {
    const Matrix3 old = matrices[at];
    Matrix3 product;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) sum += old.m[i * 3 + k] * t.m[k * 3 + j];
        product.m[i * 3 + j] = sum;
      }
    }
    matrices[at] = product;
  }
}
