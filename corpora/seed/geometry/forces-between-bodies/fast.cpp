#include <cmath>
#include <vector>

struct Body {
  double x, y, z, mass;
};

struct Force {
  double x, y, z;
};

std::vector<Force> attract(const std::vector<Body>& bodies) {
  const long n = static_cast<long>(bodies.size());
  std::vector<Force> force(n);
#pragma omp parallel for
  for (long i = 0; i < n; i++) {
    const Body own = bodies[i];
    Force sum = {0, 0, 0};
    for (long j = 0; j < n; j++) {
      const double dx = bodies[j].x - own.x;
      const double dy = bodies[j].y - own.y;
      const double dz = bodies[j].z - own.z;
      const double r2 = dx * dx + dy * dy + dz * dz + 0.01;
      const double f = bodies[j].mass / (r2 * std::sqrt(r2));
      sum.x += f * dx;
      sum.y += f * dy;
      sum.z += f * dz;
    }
    force[i] = sum;
  }
  return force;
}
