#include <vector>

// Brings all values into [low, high]; returns how many were outside.
int clamp_all(std::vector<double>& values, double low, double high) {
  int changed = 0;
  for (double& value : values) {
    if (value < low) {
      value = low;
      ++changed;
    } else if (value > high) {
      value = high;
      ++changed;
    }
  }
  return changed;
}
