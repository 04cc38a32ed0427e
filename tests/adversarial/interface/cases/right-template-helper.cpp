// passed
//@ top
#include <omp.h>
//@ before
template <class T>
static T root(T x) {
  return std::sqrt(std::fabs(x));
}
//@ edit std::sqrt(std::fabs(in[i])) => root(in[i])
