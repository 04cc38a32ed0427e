#include <vector>
void kernel(std::vector<double>& x) {
  std::vector<double> doubled(x.size());
#pragma omp parallel for
  for (std::size_t i = 0; i < x.size(); ++i) doubled[i] = 2.0 * x[i];
  x.swap(doubled);
}
