// interface new-state
//@ before
static Real next() {
  static Real last = 0;
  return ++last;
}
//@ body
  if (next() < 0) sum = 1;
