// A callee of another file that only computes.
double curve(double x);
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: parallel via curve.cpp
    out[i] = curve(in[i]);
  }
}
