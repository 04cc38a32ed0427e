// family: borders
// refused: equivalence different-result; dependence-recording conflict; races; legality; serial-elision; coverage different-result; dependence-recording different-result
// why: neighbouring slices overlap by one particle
#include <omp.h>

#include <algorithm>
#include <cstddef>
#include <vector>

struct Particle {
  double x, y;
  double vx, vy;
  int bounces;
};

// One step of time in a box; particles bounce off its walls.
void advance(std::vector<Particle>& particles, double dt, double width, double height) {
  const std::size_t count = particles.size();
#pragma omp parallel
  {
    const std::size_t threads = omp_get_num_threads();
    const std::size_t me = omp_get_thread_num();
    const std::size_t chunk = count / threads;
    const std::size_t end = me + 1 == threads ? count : (me + 1) * chunk + 1;
    for (std::size_t i = me * chunk; i < std::min(end, count); ++i) {
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
}
