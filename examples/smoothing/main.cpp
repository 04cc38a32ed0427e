// Smooths a field on a torus: smoothing ROWS COLUMNS STEPS
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "mesh.hpp"

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : 300;
  const int columns = argc > 2 ? std::atoi(argv[2]) : 400;
  const int steps = argc > 3 ? std::atoi(argv[3]) : 20;
  const Mesh mesh = torus(rows, columns);
  std::vector<double> field(mesh.first.size()), other(field.size());
  for (std::size_t i = 0; i < field.size(); ++i) field[i] = std::sin(0.01 * static_cast<double>(i));
  for (int step = 0; step < steps; ++step) {
    smooth(mesh, field, other);
    field.swap(other);
  }
  double sum = 0.0;
  for (const double value : field) sum += value * value;
  std::printf("%.12g\n", sum);
  return 0;
}
