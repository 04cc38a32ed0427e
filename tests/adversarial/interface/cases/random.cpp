// interface forbidden-call
//@ body
  if (std::rand() == 3) sum = 0;
