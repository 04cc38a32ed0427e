// interface forbidden-call
//@ top
#include <csetjmp>
//@ body
  std::jmp_buf place;
  if (setjmp(place) != 0) sum = 1;
