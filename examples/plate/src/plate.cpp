#include "plate.hpp"

#include <cstddef>

Plate make_plate(int rows, int columns) {
  Plate plate{rows, columns, std::vector<double>(static_cast<std::size_t>(rows) * columns, 20.0)};
  for (int i = 0; i < rows; ++i) {
    plate.cells[static_cast<std::size_t>(i) * columns] = 100.0;
  }
  return plate;
}

void conduct(const std::vector<double>& in, std::vector<double>& out, int rows, int columns,
             double rate) {
  for (int i = 1; i < rows - 1; ++i) {
    for (int j = 1; j < columns - 1; ++j) {
      const double here = in[i * columns + j];
      const double around = in[(i - 1) * columns + j] + in[(i + 1) * columns + j] +
                            in[i * columns + j - 1] + in[i * columns + j + 1];
      out[i * columns + j] = here + rate * (around - 4.0 * here);
    }
  }
}

double drift(const std::vector<double>& cells, double weight) {
  double mean = 0.0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    mean = weight * mean + (1.0 - weight) * cells[i];
  }
  return mean;
}

double cool(Plate& plate, int steps) {
  std::vector<double> next = plate.cells;
  double last = 0.0;
  for (int step = 0; step < steps; ++step) {
    conduct(plate.cells, next, plate.rows, plate.columns, 0.2);
    plate.cells.swap(next);
    if (step % 8 == 0) {
      last = drift(plate.cells, 0.999);
    }
  }
  return last;
}
