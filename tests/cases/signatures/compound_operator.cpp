// function: math::Vec::operator+=
#include <string>
#include <vector>

namespace math {
struct Vec {
  std::vector<float> data;
  std::string name;

  Vec& operator+=(const Vec& other) {
    for (std::size_t i = 0; i < data.size() && i < other.data.size(); ++i)
      data[i] += other.data[i];  // wrong: data[i] -= other.data[i];
    return *this;
  }
};
}  // namespace math
