#include <vector>

// Which vertices reach each other in two steps, as n by n tables of 0 and 1.
std::vector<int> two_steps(const std::vector<int>& reach, int n) {
  std::vector<int> result(reach.size(), 0);
#pragma omp parallel for schedule(dynamic, 4)
  for (int i = 0; i < n; i++) {
    // Along the rows of the table; whole rows are skipped where there is no first step.
    for (int k = 0; k < n; k++) {
      if (reach[i * n + k] <= 0) continue;
      for (int j = 0; j < n; j++) {
        if (reach[k * n + j] > 0) result[i * n + j] = 1;
      }
    }
  }
  return result;
}
