#include <vector>

#include <algorithm>

// Both sequences in one, sorted if they are; equal values of a come first.
std::vector<int> merged(const std::vector<int>& a, const std::vector<int>& b) {
  std::vector<int> out = a;
  if (!std::is_sorted(a.begin(), a.end())) {
    // Where each value goes depends on those before it.
    for (int value : b) {
      std::size_t at = out.size();
      out.push_back(value);
      for (; at > 0 && out[at - 1] > value; at--) out[at] = out[at - 1];
      out[at] = value;
    }
    return out;
  }
  std::vector<int> sorted = b;
  std::sort(sorted.begin(), sorted.end());
  const long n = (long)a.size(), m = (long)sorted.size();
  out.resize(n + m);
#pragma omp parallel
  {
#pragma omp for nowait
    for (long i = 0; i < n; i++) {
      out[i + (std::lower_bound(sorted.begin(), sorted.end(), a[i]) - sorted.begin())] = a[i];
    }
#pragma omp for
    for (long j = 0; j < m; j++) {
      out[j + (std::upper_bound(a.begin(), a.end(), sorted[j]) - a.begin())] = sorted[j];
    }
  }
  return out;
}
