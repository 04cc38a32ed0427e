// right: a declared reduction over pairs that settles ties by position; NaN loses as before
#include <climits>
#include <limits>
#include <vector>

// The position of the first smallest value; -1 if there is none.
int argmin(const std::vector<double>& values) {
  if (values.empty()) {
    return -1;
  }
  struct Place {
    double value;
    int at;
  };
  Place best = {values[0], 0};
#pragma omp declare reduction(first : Place : omp_out =                                     \
    omp_in.value < omp_out.value ||                                                         \
            (omp_in.value == omp_out.value && omp_in.at < omp_out.at)                       \
        ? omp_in                                                                            \
        : omp_out) initializer(omp_priv = Place{std::numeric_limits<double>::infinity(), INT_MAX})
#pragma omp parallel for reduction(first : best)
  for (int i = 1; i < static_cast<int>(values.size()); ++i) {
    if (values[i] < best.value) {
      best = {values[i], i};
    }
  }
  return best.at;
}
