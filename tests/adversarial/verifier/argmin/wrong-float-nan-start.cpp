// family: float
// refused: equivalence different-result; serial-elision different-result; coverage different-result; dependence-recording different-result
// why: starts at infinity instead of at the first value: NaN and all-infinite inputs differ
#include <limits>
#include <vector>

// The position of the first smallest value; -1 if there is none.
int argmin(const std::vector<double>& values) {
  if (values.empty()) {
    return -1;
  }
  int best = 0;
  double least = std::numeric_limits<double>::infinity();
#pragma omp parallel
  {
    int mine = 0;
    double mine_least = std::numeric_limits<double>::infinity();
#pragma omp for nowait
    for (int i = 0; i < static_cast<int>(values.size()); ++i) {
      if (values[i] < mine_least) {
        mine_least = values[i];
        mine = i;
      }
    }
#pragma omp critical
    if (mine_least < least || (mine_least == least && mine < best)) {
      least = mine_least;
      best = mine;
    }
  }
  return best;
}
