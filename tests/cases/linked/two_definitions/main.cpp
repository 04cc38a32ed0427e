// Two programs in one database: which of the callees is meant, nobody can tell.
double shape(double x);
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call because is defined in
    out[i] = shape(in[i]);
  }
}
