#include <stdexcept>
#include <vector>
void kernel(std::vector<int>& out, const std::vector<int>& in) {
  if (out.size() != in.size()) throw std::invalid_argument("sizes differ");
#pragma omp parallel for if(&out != &in)
  for (std::size_t i = 0; i < in.size(); ++i) out[i] = in[i] / 2 + 1;
}
