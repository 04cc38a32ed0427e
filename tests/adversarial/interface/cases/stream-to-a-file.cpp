// interface forbidden-call
//@ top
#include <fstream>
//@ body
  std::ofstream("/tmp/x") << 1;
