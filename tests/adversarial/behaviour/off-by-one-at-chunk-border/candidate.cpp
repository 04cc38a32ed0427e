#include <omp.h>

#include <vector>

void kernel(const std::vector<int>& x, std::vector<int>& y) {
  const int n = static_cast<int>(x.size());
#pragma omp parallel if (&x != &y)
  {
    const int team = omp_get_num_threads();
    const int chunk = n / team;
    const int first = omp_get_thread_num() * chunk;
    const int last = first + chunk;
    for (int i = first; i < last; ++i) {
      y[i] = 3 * x[i] + 1;
    }
  }
}
