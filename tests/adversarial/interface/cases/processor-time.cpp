// interface forbidden-call
//@ top
#include <ctime>
//@ body
  if (std::clock() < 0) sum = 1;
