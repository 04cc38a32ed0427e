// interface new-state
//@ body
  const auto next = [] {
    static Real last = 0;
    return ++last;
  };
  if (next() < 0) sum = 1;
