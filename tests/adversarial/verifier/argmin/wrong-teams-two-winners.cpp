// family: teams
// refused: equivalence different-result; equivalence crash; dependence-recording; legality; races; equivalence memory-error; equivalence out-of-bounds-write; coverage different-result; coverage memory-error; coverage crash
// why: room for the winners of two threads
#include <omp.h>

#include <vector>

// The position of the first smallest value; -1 if there is none.
int argmin(const std::vector<double>& values) {
  if (values.empty()) {
    return -1;
  }
  int winners[2] = {0, 0};
#pragma omp parallel
  {
    int mine = 0;
#pragma omp for schedule(static)
    for (int i = 1; i < static_cast<int>(values.size()); ++i) {
      if (values[i] < values[mine]) {
        mine = i;
      }
    }
    winners[omp_get_thread_num() % 2] = mine;
  }
  return values[winners[1]] < values[winners[0]] ? winners[1] : winners[0];
}
