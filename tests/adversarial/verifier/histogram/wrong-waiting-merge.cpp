// family: waiting
// refused: legality; dependence-recording; races; equivalence different-result; coverage different-result
// why: nowait: rows are added while other threads still count
#include <omp.h>

#include <cstddef>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  std::vector<std::vector<long>> rows;
#pragma omp parallel
  {
#pragma omp single
    rows.assign(omp_get_num_threads(), std::vector<long>(256, 0));
    std::vector<long>& mine = rows[omp_get_thread_num()];
#pragma omp for nowait
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      ++mine[pixels[i]];
    }
#pragma omp for
    for (int b = 0; b < 256; ++b) {
      for (const std::vector<long>& row : rows) {
        bins[b] += row[b];
      }
    }
  }
}
