// interface load-time-code
//@ before
static int prepare() {
  verbosity += 0;
  return 1;
}
static const int prepared = prepare();
