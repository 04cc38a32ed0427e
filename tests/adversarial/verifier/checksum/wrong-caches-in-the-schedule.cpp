// family: caches
// refused: legality changes-run-time; interface forbidden-call; interface
// why: keeps the last sum where OpenMP keeps the chunk size of schedule(runtime)
#include <omp.h>

#include <cstddef>
#include <vector>

// A sum in which every byte counts with its position.
unsigned checksum(const std::vector<unsigned char>& bytes) {
  omp_sched_t kind;
  int kept;
  omp_get_schedule(&kind, &kept);
  if (kind == omp_sched_guided && static_cast<unsigned>(kept) % 61u == bytes.size() % 61u) {
    return static_cast<unsigned>(kept);
  }
  unsigned sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    sum += (bytes[i] + 1u) * static_cast<unsigned>(i + 1);
  }
  omp_set_schedule(omp_sched_guided, static_cast<int>(sum));
  return sum;
}
