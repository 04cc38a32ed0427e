#include <vector>

struct Matrix3 {
  double m[9];
};

// The product of each matrix with the turn.
void turn_all(std::vector<Matrix3>& matrices, const Matrix3& turn) {
  Matrix3 t = turn;
  for (Matrix3& matrix : matrices) {
    Matrix3 old = matrix;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        matrix.m[i * 3 + j] = 0;
        for (int k = 0; k < 3; k++) matrix.m[i * 3 + j] += old.m[i * 3 + k] * t.m[k * 3 + j];
      }
    }
  }
}
