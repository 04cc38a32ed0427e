#include <vector>

struct Corner {
  double x, y;
};

// For each point whether it lies inside the polygon: does a ray cross its sides an odd number of times?
std::vector<int> inside(const std::vector<Corner>& polygon, const std::vector<Corner>& points) {
  const long n = static_cast<long>(points.size());
  std::vector<int> result(n);
#pragma omp parallel for
  for (long k = 0; k < n; ++k) {
    const Corner p = points[k];
    bool odd = false;
    std::size_t j = polygon.size() - 1;
    for (std::size_t i = 0; i < polygon.size(); j = i++) {
      const Corner& a = polygon[i];
      const Corner& b = polygon[j];
      if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
        odd = !odd;
    }
    result[k] = odd ? 1 : 0;
  }
  return result;
}
