static double count = 0.0;
static int step(int i) { return 2 * i; }
double shape(double x) { return x * step(3); }
double total(double x) {
  count += step(1) * x;
  return count;
}
