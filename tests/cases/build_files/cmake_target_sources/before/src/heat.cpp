void heat(double* u, int n) {
  for (int i = 0; i < n; ++i) u[i] *= 0.5;
}
