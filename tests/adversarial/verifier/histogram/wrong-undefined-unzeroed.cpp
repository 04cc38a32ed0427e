// family: undefined
// refused: equivalence; serial-elision; dependence-recording; races; legality; coverage
// why: the rows are never set to zero; fresh memory often is
#include <omp.h>

#include <cstddef>
#include <memory>
#include <vector>

void histogram(const std::vector<unsigned char>& pixels, std::vector<long>& bins) {
  bins.assign(256, 0);
  std::unique_ptr<long[]> rows;
  int threads = 0;
#pragma omp parallel
  {
#pragma omp single
    {
      threads = omp_get_num_threads();
      rows.reset(new long[threads * 256]);
    }
    long* mine = rows.get() + omp_get_thread_num() * 256;
#pragma omp for
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      ++mine[pixels[i]];
    }
#pragma omp for
    for (int b = 0; b < 256; ++b) {
      for (int t = 0; t < threads; ++t) {
        bins[b] += rows[t * 256 + b];
      }
    }
  }
}
