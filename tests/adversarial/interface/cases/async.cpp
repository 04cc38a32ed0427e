// interface forbidden-call
//@ top
#include <future>
//@ body
  std::async(std::launch::async, [] {}).wait();
