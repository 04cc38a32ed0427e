#include <cmath>
#include <vector>

struct Body {
  double x, y, z, mass;
};

struct Force {
  double x, y, z;
};

std::vector<Force> attract(const std::vector<Body>& bodies) {
  std::vector<Force> force(bodies.size(), Force{0, 0, 0});
  for (std::size_t i = 0; i < bodies.size(); i++) {
    for (std::size_t j = 0; j < bodies.size(); j++) {
      double dx = bodies[j].x - bodies[i].x;
      double dy = bodies[j].y - bodies[i].y;
      double dz = bodies[j].z - bodies[i].z;
      double r2 = dx * dx + dy * dy + dz * dz + 0.01;
      double f = bodies[j].mass / (r2 * std::sqrt(r2));
      force[i].x += f * dx;
      force[i].y += f * dy;
      force[i].z += f * dz;
    }
  }
  return force;
}
