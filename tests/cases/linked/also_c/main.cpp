// A callee in C, which has statics of its own.
extern "C" double shape(double x);
extern "C" void note(double x);
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: parallel via shape.c
    out[i] = shape(in[i]);
  }
  for (int i = 0; i < n; ++i) {  // expect: refused via shape.c
    note(in[i]);
  }
}
