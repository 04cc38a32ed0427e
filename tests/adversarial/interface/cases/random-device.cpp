// interface forbidden-call
//@ top
#include <random>
//@ body
  if (std::random_device{}() == 3) sum = 0;
