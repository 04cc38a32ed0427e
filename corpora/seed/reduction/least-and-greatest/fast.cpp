#include <vector>

struct Range {
  double low;
  double high;
};

Range extent(const std::vector<double>& depth) {
  double low = 1e300;
  double high = -1e300;
#pragma omp parallel for reduction(min : low) reduction(max : high)
  for (unsigned i = 0; i < depth.size(); i++) {
    if (depth[i] < low) low = depth[i];
    if (depth[i] > high) high = depth[i];
  }
  return {low, high};
}
