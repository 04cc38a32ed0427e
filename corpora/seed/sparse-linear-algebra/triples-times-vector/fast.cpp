#include <vector>

struct Triple {
  int row, column;
  double value;
};

// Entries in any order; those outside of n by n are ignored.
std::vector<double> apply(const std::vector<Triple>& entries, const std::vector<double>& x) {
  std::vector<double> y(x.size(), 0.0);
  const int n = (int)x.size();
#pragma omp parallel for
  for (long i = 0; i < static_cast<long>(entries.size()); ++i) {
    const Triple& t = entries[i];
    if (t.row < 0 || t.row >= n || t.column < 0 || t.column >= n) continue;
    const double product = t.value * x[t.column];
#pragma omp atomic
    y[t.row] += product;
  }
  return y;
}
