#include <vector>

void sort_rows(std::vector<std::vector<int>>& rows) {
  for (auto& row : rows) {
    for (int i = 1; i < (int)row.size(); i++) {
      int value = row[i];
      int at = i - 1;
      while (at >= 0 && row[at] > value) {
        row[at + 1] = row[at];
        at--;
      }
      row[at + 1] = value;
    }
  }
}
