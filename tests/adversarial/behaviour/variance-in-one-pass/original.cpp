double kernel(int n, const double* x) {
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < n; ++i) {
    sum += x[i];
  }
  const double mean = sum / (n > 0 ? n : 1);
  for (int i = 0; i < n; ++i) {
    squares += (x[i] - mean) * (x[i] - mean);
  }
  return squares;
}
