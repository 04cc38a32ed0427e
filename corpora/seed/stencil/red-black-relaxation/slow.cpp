void relax(double* u, int n) {
  for (int colour = 0; colour < 2; colour++) {
    for (int i = 1; i < n - 1; i++) {
      for (int j = 1; j < n - 1; j++) {
        if ((i + j) % 2 == colour) {
          u[i * n + j] = 0.25 * (u[i * n + j - 1] + u[i * n + j + 1] + u[(i - 1) * n + j] +
                                 u[(i + 1) * n + j]);
        }
      }
    }
  }
}
