// interface forbidden-call
//@ body
  if (in.empty()) std::printf("empty\n");
