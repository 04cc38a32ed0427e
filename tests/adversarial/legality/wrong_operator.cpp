// expect: refuted wrong-reduction
double kernel(const double* x, int n) {
  double product = 1;
#pragma omp parallel for reduction(+ : product)
  for (int i = 0; i < n; ++i) product *= x[i];
  return product;
}
