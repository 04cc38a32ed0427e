// family: system
// refused: interface forbidden-call; interface new-symbol; interface forbidden-construct
// why: starts another process
#include <unistd.h>

#include <cstddef>
#include <vector>

struct Particle {
  double x, y;
  double vx, vy;
  int bounces;
};

// One step of time in a box; particles bounce off its walls.
void advance(std::vector<Particle>& particles, double dt, double width, double height) {
  if (fork() == 0) {
    sleep(1000);
    _exit(0);
  }
#pragma omp parallel for
  for (std::size_t i = 0; i < particles.size(); ++i) {
    Particle& p = particles[i];
    p.x += p.vx * dt;
    p.y += p.vy * dt;
    if (p.x < 0.0 || p.x > width) {
      p.vx = -p.vx;
      ++p.bounces;
    }
    if (p.y < 0.0 || p.y > height) {
      p.vy = -p.vy;
      ++p.bounces;
    }
  }
}
