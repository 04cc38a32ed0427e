double shape(double x);
double other(double x) { return shape(x); }
