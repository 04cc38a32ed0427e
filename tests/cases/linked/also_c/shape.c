static double last;
static double half(double x) { return 0.5 * x; }
double shape(double x) { return half(x) * x; }
void note(double x) { last = x; }
