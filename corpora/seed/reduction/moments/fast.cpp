struct Moments {
  double first, second, third;
};

Moments moments(const double* x, int n) {
  double first = 0, second = 0, third = 0;
#pragma omp parallel for simd reduction(+ : first, second, third)
  for (int i = 0; i < n; i++) {
    const double square = x[i] * x[i];
    first += x[i];
    second += square;
    third += square * x[i];
  }
  return {first, second, third};
}
