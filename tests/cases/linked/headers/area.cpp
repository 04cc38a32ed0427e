#include "shapes.hpp"
double area(const Shape& shape) { return square(shape.width) * largest(shape.height, 1.0); }
