// No file of the program defines it.
double shape(double x);
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call because or `--also FILE` (in an editor `pcg.also`), would tell
    out[i] = shape(in[i]);
  }
}
