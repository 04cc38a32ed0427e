#include <vector>

void accumulate_rows(std::vector<std::vector<long>>& table) {
  for (std::size_t r = 0; r < table.size(); r++) {
    for (std::size_t c = 1; c < table[r].size(); c++) {
      table[r][c] += table[r][c - 1];
    }
  }
}
