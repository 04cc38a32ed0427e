void kick(double* velocity, const double* acceleration, int count, double dt) {
  for (int i = 0; i < count; ++i) {
    velocity[i] += dt * acceleration[i];
  }
}
