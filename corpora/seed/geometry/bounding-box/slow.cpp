#include <vector>

struct Vertex {
  float x, y, z;
};

struct Box {
  float low[3];
  float high[3];
};

Box bounds(const std::vector<Vertex>& mesh) {
  Box box = {{1e30f, 1e30f, 1e30f}, {-1e30f, -1e30f, -1e30f}};
  for (const Vertex& v : mesh) {
    if (v.x < box.low[0]) box.low[0] = v.x;
    if (v.y < box.low[1]) box.low[1] = v.y;
    if (v.z < box.low[2]) box.low[2] = v.z;
    if (v.x > box.high[0]) box.high[0] = v.x;
    if (v.y > box.high[1]) box.high[1] = v.y;
    if (v.z > box.high[2]) box.high[2] = v.z;
  }
  return box;
}
