#include <vector>

struct Triple {
  int row, column;
  double value;
};

// Entries in any order; those outside of n by n are ignored.
std::vector<double> apply(const std::vector<Triple>& entries, const std::vector<double>& x) {
  std::vector<double> y(x.size(), 0.0);
  int n = (int)x.size();
  for (const Triple& t : entries) {
    if (t.row < 0 || t.row >= n || t.column < 0 || t.column >= n) continue;
    y[t.row] += t.value * x[t.column];
  }
  return y;
}
