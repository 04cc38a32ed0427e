struct Moments {
  double first, second, third;
};

Moments moments(const double* x, int n) {
  Moments m = {0, 0, 0};
  for (int i = 0; i < n; i++) {
    m.first += x[i];
    m.second += x[i] * x[i];
    m.third += x[i] * x[i] * x[i];
  }
  return m;
}
