// family: waiting
// refused: equivalence; legality; dependence-recording; races; coverage
// why: the first thread joins what the others are still collecting
#include <omp.h>

#include <cstddef>
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<std::vector<int>> found;
  std::vector<int> out;
#pragma omp parallel
  {
#pragma omp single
    found.resize(omp_get_num_threads());
    std::vector<int>& mine = found[omp_get_thread_num()];
#pragma omp for schedule(static) nowait
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] > 0) {
        mine.push_back(values[i]);
      }
    }
#pragma omp master
    for (const std::vector<int>& part : found) {
      out.insert(out.end(), part.begin(), part.end());
    }
  }
  return out;
}
