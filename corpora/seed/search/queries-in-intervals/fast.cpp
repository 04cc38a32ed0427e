#include <vector>

struct Interval {
  int low, high;
};

// How many intervals hold each query.
std::vector<int> stab(const std::vector<Interval>& intervals, const std::vector<int>& queries) {
  const long n = static_cast<long>(queries.size());
  std::vector<int> hits(n);
#pragma omp parallel for
  for (long q = 0; q < n; q++) {
    const int query = queries[q];
    int count = 0;
    for (const Interval& one : intervals) count += (one.low <= query) & (query < one.high);
    hits[q] = count;
  }
  return hits;
}
