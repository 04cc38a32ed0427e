// interface forbidden-call
//@ body
  if (std::getenv("HOME") == nullptr) sum = 1;
