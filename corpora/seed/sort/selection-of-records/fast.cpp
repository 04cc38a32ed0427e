#include <vector>

struct Entry {
  int key;
  int payload;
};

#include <algorithm>

static bool comes_before(const Entry& a, const Entry& b) {
  return a.key < b.key || (a.key == b.key && a.payload < b.payload);
}

// Sorts by key; entries of equal keys by payload.
void sort_entries(std::vector<Entry>& entries) {
  const long n = static_cast<long>(entries.size());
  const long quarter = n / 4;
  const long cut[5] = {0, quarter, 2 * quarter, 3 * quarter, n};
  std::vector<Entry> other(n);
  Entry* e = entries.data();
  Entry* o = other.data();
#pragma omp parallel for schedule(dynamic, 1)
  for (int p = 0; p < 4; p++) std::sort(e + cut[p], e + cut[p + 1], comes_before);
#pragma omp parallel for schedule(dynamic, 1)
  for (int p = 0; p < 4; p += 2) {
    std::merge(e + cut[p], e + cut[p + 1], e + cut[p + 1], e + cut[p + 2], o + cut[p],
               comes_before);
  }
  std::merge(o, o + cut[2], o + cut[2], o + n, e, comes_before);
}
