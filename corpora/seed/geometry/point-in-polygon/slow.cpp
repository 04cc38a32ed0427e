#include <vector>

struct Corner {
  double x, y;
};

// For each point whether it lies inside the polygon: does a ray cross its sides an odd number of times?
std::vector<int> inside(const std::vector<Corner>& polygon, const std::vector<Corner>& points) {
  std::vector<int> result;
  for (const Corner& p : points) {
    bool odd = false;
    std::size_t j = polygon.size() - 1;
    for (std::size_t i = 0; i < polygon.size(); j = i++) {
      const Corner& a = polygon[i];
      const Corner& b = polygon[j];
      if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
        odd = !odd;
    }
    result.push_back(odd ? 1 : 0);
  }
  return result;
}
