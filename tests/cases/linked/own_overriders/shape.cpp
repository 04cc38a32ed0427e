struct Base {
  virtual double of(double x) const = 0;
};
static double count = 0.0;
namespace {
struct Impl : Base {
  double of(double x) const override { return count += x; }
};
}  // namespace
double measure(double x) {
  const Impl impl;
  const Base& base = impl;
  return base.of(x);
}
