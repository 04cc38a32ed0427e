#include <vector>

// Where x * x * x + p * x = q, for p from 0 up, by halving an interval.
std::vector<double> roots(const std::vector<double>& p, double q) {
  std::vector<double> root(p.size());
  for (std::size_t i = 0; i < p.size(); i++) {
    double slope = p[i] < 0 ? -p[i] : p[i];
    double low = -1e3, high = 1e3;
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      if (middle * middle * middle + slope * middle < q)
        low = middle;
      else
        high = middle;
    }
    root[i] = low;
  }
  return root;
}
