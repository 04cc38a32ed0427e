// right: the winners of the threads are compared in the order of their chunks
#include <omp.h>

#include <vector>

// The position of the first smallest value; -1 if there is none.
int argmin(const std::vector<double>& values) {
  if (values.empty()) {
    return -1;
  }
  std::vector<int> winners;
#pragma omp parallel
  {
#pragma omp single
    winners.assign(omp_get_num_threads(), 0);
    int mine = 0;
#pragma omp for schedule(static)
    for (int i = 1; i < static_cast<int>(values.size()); ++i) {
      if (values[i] < values[mine]) {
        mine = i;
      }
    }
    winners[omp_get_thread_num()] = mine;
  }
  int best = 0;
  for (int winner : winners) {
    if (values[winner] < values[best]) {
      best = winner;
    }
  }
  return best;
}
