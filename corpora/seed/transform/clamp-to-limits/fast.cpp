void clip(int* samples, int n, int low, int high) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    const int s = samples[i];
    samples[i] = s < low ? low : (s > high ? high : s);
  }
}
