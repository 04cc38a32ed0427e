#include <vector>

void sort_values(std::vector<int>& v) {
  for (std::size_t pass = 0; pass < v.size(); pass++) {
    for (std::size_t i = 1; i < v.size() - pass; i++) {
      if (v[i] < v[i - 1]) {
        int keep = v[i];
        v[i] = v[i - 1];
        v[i - 1] = keep;
      }
    }
  }
}
