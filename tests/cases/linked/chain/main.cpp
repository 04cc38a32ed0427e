// The callee calls into a third file.
double outer(double x);
double leads_nowhere(double x);
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: parallel via inner.cpp outer.cpp
    out[i] = outer(in[i]);
  }
  for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call via outer.cpp because `nowhere` is not defined in this file
    out[i] = leads_nowhere(in[i]);
  }
}
