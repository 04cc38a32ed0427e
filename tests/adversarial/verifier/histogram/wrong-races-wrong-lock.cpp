// family: races
// refused: legality; interface; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result
// why: the lock goes by position, not by bin
#include <omp.h>

#include <cstddef>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  omp_lock_t locks[8];
  for (omp_lock_t& lock : locks) {
    omp_init_lock(&lock);
  }
#pragma omp parallel for
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    omp_set_lock(&locks[i % 8]);
    ++bins[pixels[i]];
    omp_unset_lock(&locks[i % 8]);
  }
  for (omp_lock_t& lock : locks) {
    omp_destroy_lock(&lock);
  }
}
