// Both files have a class `Impl` of their own, which overrides the same function.
struct Base {
  virtual double of(double x) const = 0;
};
namespace {
struct Impl : Base {
  double of(double x) const override { return 2 * x; }
};
}  // namespace
double measure(double x);
double fixed(double x);
static double doubled(double x) {
  const Impl impl;
  const Base& base = impl;
  return base.of(x);
}
void leave(int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: refused via shape.cpp
    out[i] = measure(in[i]) + doubled(in[i]);
  }
  for (int i = 0; i < n; ++i) {  // expect: parallel
    out[i] = doubled(in[i]);
  }
}
