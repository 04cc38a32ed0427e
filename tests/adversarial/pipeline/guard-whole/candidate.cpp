void kick(double* velocity, const double* acceleration, int count, double dt) {
#pragma omp parallel for if (velocity + count <= acceleration || acceleration + count <= velocity)
  for (int i = 0; i < count; ++i) {
    velocity[i] += dt * acceleration[i];
  }
}
