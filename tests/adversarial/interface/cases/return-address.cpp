// interface forbidden-construct
//@ body
  if (__builtin_return_address(0) == nullptr) sum = 1;
