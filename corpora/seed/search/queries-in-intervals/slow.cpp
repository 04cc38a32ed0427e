#include <vector>

struct Interval {
  int low, high;
};

// How many intervals hold each query.
std::vector<int> stab(const std::vector<Interval>& intervals, const std::vector<int>& queries) {
  std::vector<int> hits(queries.size());
  for (std::size_t q = 0; q < queries.size(); q++) {
    hits[q] = 0;
    for (const Interval& one : intervals) {
      if (one.low <= queries[q] && queries[q] < one.high) hits[q] += 1;
    }
  }
  return hits;
}
