double next(double x) {
  static double last = 0.0;
  last = 0.5 * last + x;
  return last;
}
