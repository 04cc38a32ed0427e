#include <vector>

// At which place each kept value would stand if the others were removed; -1 for those.
std::vector<int> new_places(const std::vector<int>& values, int limit) {
  const long n = static_cast<long>(values.size());
  const long parts = 64;
  std::vector<int> place(n);
  int before[65] = {};
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    int kept = 0;
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) kept += values[i] >= limit;
    before[p + 1] = kept;
  }
  for (long p = 0; p < parts; ++p) before[p + 1] += before[p];
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    int kept = before[p];
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      place[i] = values[i] >= limit ? kept++ : -1;
    }
  }
  return place;
}
