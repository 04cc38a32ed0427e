// interface forbidden-call
//@ top
#include <iostream>
//@ body
  std::cout << sum;
