// family: races
// refused: equivalence different-result; legality; dependence-recording; coverage different-result
// why: joined by thread number, but chunks of a dynamic schedule go to any thread
#include <omp.h>

#include <cstddef>
#include <vector>

// The positive values, in their order.
std::vector<int> positives(const std::vector<int>& values) {
  std::vector<std::vector<int>> found;
#pragma omp parallel
  {
#pragma omp single
    found.resize(omp_get_num_threads());
    std::vector<int>& mine = found[omp_get_thread_num()];
#pragma omp for schedule(dynamic, 512)
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] > 0) {
        mine.push_back(values[i]);
      }
    }
  }
  std::vector<int> out;
  for (const std::vector<int>& part : found) {
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}
