#include <span>
#include <vector>

struct Point {
  float x, y;
};

float kernel(std::span<double> values, std::span<const Point> points, std::span<int, 4> counts,
             const std::span<const unsigned char> bytes) {
  float sum = 0;
  for (double& value : values) value *= 2;  // wrong: for (double& value : values) value *= 3;
  for (const Point& point : points) sum += point.x;  // wrong: for (const Point& point : points) sum += point.y;
  for (unsigned char byte : bytes) ++counts[byte % 4];  // wrong: for (unsigned char byte : bytes) ++counts[byte % 3];
  return sum;
}
