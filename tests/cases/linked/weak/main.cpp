// A weak definition may give way to another one.
double shape(double x);
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call because as weak
    out[i] = shape(in[i]);
  }
}
