void clip(int* samples, int n, int low, int high) {
  for (int i = 0; i < n; ++i) {
    if (samples[i] < low)
      samples[i] = low;
    else if (samples[i] > high)
      samples[i] = high;
  }
}
