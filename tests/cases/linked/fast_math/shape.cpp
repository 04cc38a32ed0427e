// flags: -O3 -Wall -ffast-math
double shape(double x) { return x * x; }
