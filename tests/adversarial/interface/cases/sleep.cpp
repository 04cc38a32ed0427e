// interface forbidden-call
//@ top
#include <thread>
//@ body
  std::this_thread::sleep_for(std::chrono::nanoseconds(1));
