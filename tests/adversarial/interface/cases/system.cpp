// interface forbidden-call
//@ top
#include <cstdlib>
//@ body
  if (in.size() == 12345) std::system("true");
