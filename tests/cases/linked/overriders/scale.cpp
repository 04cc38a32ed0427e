#include "shapes.hpp"
double Twice::by(double x) const { return 2 * x; }
