// right: iterations beyond the smallest match so far are skipped
#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  const int n = static_cast<int>(values.size());
  int first = n;
#pragma omp parallel for schedule(dynamic, 128)
  for (int i = 0; i < n; ++i) {
    int known;
#pragma omp atomic read
    known = first;
    if (i < known && values[i] == key) {
#pragma omp critical
      if (i < first) {
#pragma omp atomic write
        first = i;
      }
    }
  }
  return first == n ? -1 : first;
}
