#include <vector>

struct Range {
  double low;
  double high;
};

Range extent(const std::vector<double>& depth) {
  Range range = {1e300, -1e300};
  for (unsigned i = 0; i < depth.size(); i++) {
    if (depth[i] < range.low) range.low = depth[i];
    if (depth[i] > range.high) range.high = depth[i];
  }
  return range;
}
