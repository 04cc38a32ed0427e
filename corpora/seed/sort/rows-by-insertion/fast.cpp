#include <vector>

#include <algorithm>

void sort_rows(std::vector<std::vector<int>>& rows) {
#pragma omp parallel for schedule(dynamic, 8)
  for (int r = 0; r < (int)rows.size(); r++) {
    std::sort(rows[r].begin(), rows[r].end());
  }
}
