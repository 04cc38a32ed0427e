// interface forbidden-call
//@ top
#include <ctime>
//@ before
static bool early() { return std::time(nullptr) < 5; }
//@ body
  if (early()) sum = 1;
