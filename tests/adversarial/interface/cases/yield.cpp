// interface forbidden-call
//@ top
#include <thread>
//@ body
  std::this_thread::yield();
