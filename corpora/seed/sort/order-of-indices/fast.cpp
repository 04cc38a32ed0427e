#include <vector>

// The places of the values in ascending order; equal values keep theirs.
std::vector<int> order(const std::vector<int>& keys) {
  const int n = (int)keys.size();
  std::vector<int> index(n);
  // How many come before a value says where it stands.
#pragma omp parallel for schedule(static)
  for (int i = 0; i < n; i++) {
    const int own = keys[i];
    int before = 0;
    for (int j = 0; j < i; j++) before += keys[j] <= own;
    for (int j = i + 1; j < n; j++) before += keys[j] < own;
    index[before] = i;
  }
  return index;
}
