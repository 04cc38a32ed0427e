// family: sizes
// refused: equivalence crash; serial-elision; equivalence; legality; compile; coverage; dependence-recording different-result; interface forbidden-construct
// why: the transposed matrix is put on the stack, which holds small ones
#include <vector>

// The product of two square matrices of n rows.
std::vector<double> multiply(const std::vector<double>& a, const std::vector<double>& b, int n) {
  std::vector<double> c(n * n, 0.0);
#pragma omp parallel
  {
    double* turned = static_cast<double*>(__builtin_alloca(sizeof(double) * (n * n + 1)));
    for (int k = 0; k < n; ++k) {
      for (int j = 0; j < n; ++j) {
        turned[j * n + k] = b[k * n + j];
      }
    }
#pragma omp for
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) {
        for (int k = 0; k < n; ++k) {
          c[i * n + j] += a[i * n + k] * turned[j * n + k];
        }
      }
    }
  }
  return c;
}
