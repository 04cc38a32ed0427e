// interface new-symbol
//@ top
#include <utility>
//@ before
namespace std {
template <>
void swap<double>(double& a, double& b) noexcept(true) {
  a = b;
}
}
