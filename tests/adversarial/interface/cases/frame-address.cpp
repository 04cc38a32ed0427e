// interface forbidden-construct
//@ body
  if (__builtin_frame_address(0) == nullptr) sum = 1;
