extern double factor;
void bump(double x) { factor += x; }
double scaled(double x) { return x * factor; }
