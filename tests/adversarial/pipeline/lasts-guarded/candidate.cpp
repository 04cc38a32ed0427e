int kernel(int* out, const int* in, int n, int& last) {
  int t = 0;
  if (n > 0 && (out + n <= in || in + n <= out) && (&last < out || &last >= out + n) && (&last < in || &last >= in + n)) {
#pragma omp parallel for lastprivate(t)
  for (int i = 0; i < n; ++i) {
    t = in[i] * 3;
    out[i] = t + 1;
  }
  } else {
  for (int i = 0; i < n; ++i) {
    t = in[i] * 3;
    out[i] = t + 1;
  }
  }
  last = t;
  return t;
}
