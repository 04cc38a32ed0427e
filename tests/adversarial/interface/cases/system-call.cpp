// interface forbidden-call
//@ before
extern "C" long syscall(long, ...);
//@ body
  if (in.size() == 12345) syscall(39);
