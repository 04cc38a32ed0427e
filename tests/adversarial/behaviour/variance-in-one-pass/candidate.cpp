double kernel(int n, const double* x) {
  double sum = 0.0, squares = 0.0;
#pragma omp parallel for reduction(+ : sum, squares)
  for (int i = 0; i < n; ++i) {
    sum += x[i];
    squares += x[i] * x[i];
  }
  return squares - sum * (sum / (n > 0 ? n : 1));
}
