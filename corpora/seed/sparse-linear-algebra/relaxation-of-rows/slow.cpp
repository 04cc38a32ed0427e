#include <vector>

// One sweep of weighted relaxation: every new value is made of old ones.
std::vector<double> sweep(const std::vector<int>& start, const std::vector<int>& column,
                          const std::vector<double>& value, const std::vector<double>& x,
                          const std::vector<double>& b) {
  std::vector<double> next(x);
  for (int r = 0; r + 1 < (int)start.size(); r++) {
    double sum = b[r];
    double diagonal = 1.0;
    for (int k = start[r]; k < start[r + 1]; k++) {
      if (column[k] == r)
        diagonal = value[k];
      else
        sum -= value[k] * x[column[k]];
    }
    if (diagonal > 0.01) next[r] = 0.5 * x[r] + 0.5 * sum / diagonal;
  }
  return next;
}
