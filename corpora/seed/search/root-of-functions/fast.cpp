#include <vector>

// Where x * x * x + p * x = q, for p from 0 up, by halving an interval.
std::vector<double> roots(const std::vector<double>& p, double q) {
  std::vector<double> root(p.size());
#pragma omp parallel for
  for (std::size_t i = 0; i < p.size(); i++) {
    const double slope = p[i] < 0 ? -p[i] : p[i];
    double low = -1e3, high = 1e3;
    for (int step = 0; step < 60; step++) {
      const double middle = (low + high) / 2;
      const bool below = middle * middle * middle + slope * middle < q;
      low = below ? middle : low;
      high = below ? high : middle;
    }
    root[i] = low;
  }
  return root;
}
