#include <vector>

void accumulate_rows(std::vector<std::vector<long>>& table) {
#pragma omp parallel for schedule(dynamic, 16)
  for (std::size_t r = 0; r < table.size(); r++) {
    std::vector<long>& row = table[r];
    long sum = 0;
    for (long& cell : row) {
      sum += cell;
      cell = sum;
    }
  }
}
