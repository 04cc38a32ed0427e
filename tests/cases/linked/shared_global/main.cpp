// A callee that changes what the loop reads, through a variable that both files name.
extern double factor;
void bump(double x);
double scaled(double x);
double factor = 1.0;
void run(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: refused via bump.cpp
    out[i] = factor * in[i];
    bump(in[i]);
  }
  for (int i = 0; i < n; ++i) {  // expect: parallel via bump.cpp
    out[i] = scaled(in[i]);
  }
}
