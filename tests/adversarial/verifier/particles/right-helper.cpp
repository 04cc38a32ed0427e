// right: the body in a function of its own
#include <cstddef>
#include <vector>

struct Particle {
  double x, y;
  double vx, vy;
  int bounces;
};

static void bounce(double at, double wall, double& speed, int& bounces) {
  if (at < 0.0 || at > wall) {
    speed = -speed;
    ++bounces;
  }
}

// One step of time in a box; particles bounce off its walls.
void advance(std::vector<Particle>& particles, double dt, double width, double height) {
  Particle* all = particles.data();
  const std::size_t count = particles.size();
#pragma omp parallel for
  for (std::size_t i = 0; i < count; ++i) {
    Particle& p = all[i];
    p.x += p.vx * dt;
    p.y += p.vy * dt;
    bounce(p.x, width, p.vx, p.bounces);
    bounce(p.y, height, p.vy, p.bounces);
  }
}
