// family: clauses
// refused: legality; dependence-recording; races; equivalence; coverage
// why: one counter for all, copied back to each particle
#include <cstddef>
#include <vector>

struct Particle {
  double x, y;
  double vx, vy;
  int bounces;
};

// One step of time in a box; particles bounce off its walls.
void advance(std::vector<Particle>& particles, double dt, double width, double height) {
  int bounces = 0;
#pragma omp parallel for
  for (std::size_t i = 0; i < particles.size(); ++i) {
    Particle& p = particles[i];
    p.x += p.vx * dt;
    p.y += p.vy * dt;
    bounces = p.bounces;
    if (p.x < 0.0 || p.x > width) {
      p.vx = -p.vx;
      ++bounces;
    }
    if (p.y < 0.0 || p.y > height) {
      p.vy = -p.vy;
      ++bounces;
    }
    p.bounces = bounces;
  }
}
