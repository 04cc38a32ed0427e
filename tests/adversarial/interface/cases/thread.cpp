// interface forbidden-call
//@ top
#include <thread>
//@ body
  std::thread([] {}).join();
