// interface forbidden-call
//@ body
  std::atexit([] {});
