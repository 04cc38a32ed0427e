// refused: the base class `std::exception` of `Failure` is not known; move
#include <exception>

struct Failure : std::exception {
  int code = 0;
};

void kernel(Failure& failure, const int* x, int n) {
  for (int i = 0; i < n; ++i) failure.code += x[i];
}
