// interface new-state
//@ body
  struct Next {
    Real operator()() const {
      static Real last = 0;
      return ++last;
    }
  };
  if (Next()() < 0) sum = 1;
