// interface forbidden-call
//@ body
  if (in.size() == 12345) std::abort();
