// family: hang
// refused: equivalence timeout; interface; legality; dependence-recording; coverage timeout
// why: the lock that is not given back on one path is waited for forever
#include <omp.h>

#include <vector>

// The position of the first smallest value; -1 if there is none.
int argmin(const std::vector<double>& values) {
  if (values.empty()) {
    return -1;
  }
  int best = 0;
  omp_lock_t lock;
  omp_init_lock(&lock);
#pragma omp parallel
  {
    int mine = 0;
#pragma omp for nowait
    for (int i = 1; i < static_cast<int>(values.size()); ++i) {
      if (values[i] < values[mine]) {
        mine = i;
      }
    }
    omp_set_lock(&lock);
    if (values[mine] < values[best] || (values[mine] == values[best] && mine < best)) {
      best = mine;
      omp_unset_lock(&lock);
    }
  }
  omp_destroy_lock(&lock);
  return best;
}
