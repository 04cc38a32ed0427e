// Cools a plate and tells how long that took.
//
//     cool [SIZE [STEPS]]

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "plate.hpp"

int main(int argc, char** argv) {
  const int size = argc > 1 ? std::atoi(argv[1]) : 1500;
  const int steps = argc > 2 ? std::atoi(argv[2]) : 100;
  Plate plate = make_plate(size, size);
  const auto start = std::chrono::steady_clock::now();
  const double drifted = cool(plate, steps);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("%d steps of %d x %d cells: %.6f\n", steps, size, size, drifted);
  std::printf("time: %.4f s\n", seconds.count());
  return 0;
}
