#pragma once
struct Shape {
  double width;
  double height;
};
const int kSides = 4;
inline double square(double x) { return x * x * kSides; }
template <typename T>
T largest(T a, T b) {
  return a < b ? b : a;
}
