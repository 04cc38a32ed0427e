// The callee's file is built in a way that changes what it computes.
double shape(double x);
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call because other flags than this file (-ffast-math)
    out[i] = shape(in[i]);
  }
}
