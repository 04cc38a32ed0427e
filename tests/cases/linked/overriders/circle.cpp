#include "shapes.hpp"
static double by(const Scale& scale, double x) { return scale.by(x); }
double Circle::area(double x) const { return by(Twice(), x); }
