#include <vector>

struct Vertex {
  float x, y, z;
};

struct Box {
  float low[3];
  float high[3];
};

Box bounds(const std::vector<Vertex>& mesh) {
  float low[3] = {1e30f, 1e30f, 1e30f};
  float high[3] = {-1e30f, -1e30f, -1e30f};
#pragma omp parallel for reduction(min : low) reduction(max : high)
  for (long i = 0; i < static_cast<long>(mesh.size()); ++i) {
    const Vertex& v = mesh[i];
    if (v.x < low[0]) low[0] = v.x;
    if (v.y < low[1]) low[1] = v.y;
    if (v.z < low[2]) low[2] = v.z;
    if (v.x > high[0]) high[0] = v.x;
    if (v.y > high[1]) high[1] = v.y;
    if (v.z > high[2]) high[2] = v.z;
  }
  return {{low[0], low[1], low[2]}, {high[0], high[1], high[2]}};
}
