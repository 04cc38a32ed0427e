// interface new-symbol
//@ before
template <class T>
T root(T x) {
  return std::sqrt(x);
}
//@ body
  sum += root(0.0);
