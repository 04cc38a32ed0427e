#pragma once

#include <vector>

// A plate as rows of temperatures, one after another.
struct Plate {
  int rows;
  int columns;
  std::vector<double> cells;
};

// A plate of 20 degrees with a hot left edge.
Plate make_plate(int rows, int columns);

// One step of conduction: what the cells of `in` become, into `out`. The edges keep theirs.
void conduct(const std::vector<double>& in, std::vector<double>& out, int rows, int columns,
             double rate);

// Follows a running mean through all cells, each of which depends on the one before.
double drift(const std::vector<double>& cells, double weight);

// `steps` steps; the mean temperature at the end.
double cool(Plate& plate, int steps);
