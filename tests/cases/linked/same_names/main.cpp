// Both files have a `count`, a `Cell` and a `step` of their own.
static int count = 0;
static int step(int i) { return i + count; }
double shape(double x);
double total(double x);
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: parallel via shape.cpp
    out[i] = shape(in[i]) + step(i);
  }
  for (int i = 0; i < n; ++i) {  // expect: refused via shape.cpp
    out[i] = total(in[i]) + count;
  }
}
void set(int value) { count = value; }
