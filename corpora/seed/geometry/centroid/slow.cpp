#include <vector>

struct Body {
  double x, y, z, mass;
};

struct Center {
  double x, y, z;
};

Center center_of_mass(const std::vector<Body>& bodies) {
  Center c = {0, 0, 0};
  double mass = 0;
  for (const Body& b : bodies) {
    c.x += b.mass * b.x;
    c.y += b.mass * b.y;
    c.z += b.mass * b.z;
    mass += b.mass;
  }
  if (mass > 0) {
    c.x /= mass;
    c.y /= mass;
    c.z /= mass;
  }
  return c;
}
