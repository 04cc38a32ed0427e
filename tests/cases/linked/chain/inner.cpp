double inner(double x) { return 3.0 * x; }
