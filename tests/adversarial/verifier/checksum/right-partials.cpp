// right: one partial sum a thread, as many as the team has
#include <omp.h>

#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  std::vector<unsigned> partial;
#pragma omp parallel
  {
#pragma omp single
    partial.assign(omp_get_num_threads(), 0u);
    unsigned mine = 0;
#pragma omp for
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      mine += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
    }
    partial[omp_get_thread_num()] = mine;
  }
  unsigned sum = 0;
  for (unsigned value : partial) {
    sum += value;
  }
  return sum;
}
