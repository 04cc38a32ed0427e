#include <vector>

struct Body {
  double x, y, z, mass;
};

struct Center {
  double x, y, z;
};

Center center_of_mass(const std::vector<Body>& bodies) {
  double x = 0, y = 0, z = 0, mass = 0;
#pragma omp parallel for reduction(+ : x, y, z, mass)
  for (long i = 0; i < static_cast<long>(bodies.size()); ++i) {
    const Body& b = bodies[i];
    x += b.mass * b.x;
    y += b.mass * b.y;
    z += b.mass * b.z;
    mass += b.mass;
  }
  if (mass > 0) return {x / mass, y / mass, z / mass};
  return {x, y, z};
}
