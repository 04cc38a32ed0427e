// right: a lock for each group of bins
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
    const unsigned char pixel = pixels[i];
    omp_set_lock(&locks[pixel % 8]);
    ++bins[pixel];
    omp_unset_lock(&locks[pixel % 8]);
  }
  for (omp_lock_t& lock : locks) {
    omp_destroy_lock(&lock);
  }
}
