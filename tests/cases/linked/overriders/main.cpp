// What overrides a virtual function is defined in another file, and calls a third one.
#include "shapes.hpp"
void measured(const Shape& shape, int n, double* __restrict out, const double* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: parallel via circle.cpp scale.cpp
    out[i] = shape.area(in[i]);
  }
}
