// A callee that remembers what it was called with.
double next(double x);
void draw(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: sequential static-state via next.cpp
    out[i] = next(in[i]);
  }
}
