double kernel(int n, const double* x) {
  double sum = 0.0;
#pragma omp parallel
  {
    float mine = 0.0f;
#pragma omp for
    for (int i = 0; i < n; ++i) {
      mine += (float)x[i];
    }
#pragma omp atomic
    sum += mine;
  }
  return sum;
}
