// What headers define inline is the same function in both files.
#include "shapes.hpp"
double area(const Shape& shape);
void leave(int n, double* __restrict out, const Shape* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: parallel via area.cpp
    out[i] = area(in[i]) + square(in[i].width) + largest(in[i].width, in[i].height);
  }
}
