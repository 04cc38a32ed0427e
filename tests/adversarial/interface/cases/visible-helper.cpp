// interface new-symbol
//@ before
Real root(Real x) { return std::sqrt(x); }
