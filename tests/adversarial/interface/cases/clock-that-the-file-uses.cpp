// interface forbidden-call
//@ body
  if (std::chrono::steady_clock::now().time_since_epoch().count() == 0) sum = 1;
