// interface forbidden-call
//@ top
#include <csignal>
//@ body
  std::signal(SIGFPE, SIG_IGN);
