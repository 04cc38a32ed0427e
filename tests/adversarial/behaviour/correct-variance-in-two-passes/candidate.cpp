float kernel(int n, const float* x) {
  float sum = 0.0f, squares = 0.0f;
#pragma omp parallel for reduction(+ : sum)
  for (int i = 0; i < n; ++i) {
    sum += x[i];
  }
  const float mean = sum / (n > 0 ? n : 1);
#pragma omp parallel for reduction(+ : squares)
  for (int i = 0; i < n; ++i) {
    squares += (x[i] - mean) * (x[i] - mean);
  }
  return squares;
}
