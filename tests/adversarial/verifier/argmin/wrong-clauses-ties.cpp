// family: clauses
// refused: equivalence different-result; dependence-recording; legality; coverage different-result
// why: of equal values the thread that comes first wins
#include <vector>

// The position of the first smallest value; -1 if there is none.
int argmin(const std::vector<double>& values) {
  if (values.empty()) {
    return -1;
  }
  int best = 0;
#pragma omp parallel
  {
    int mine = 0;
#pragma omp for nowait schedule(dynamic)
    for (int i = 1; i < static_cast<int>(values.size()); ++i) {
      if (values[i] < values[mine]) {
        mine = i;
      }
    }
#pragma omp critical
    if (values[mine] < values[best]) {
      best = mine;
    }
  }
  return best;
}
