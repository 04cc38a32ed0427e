// interface load-time-code
//@ before
namespace {
struct Prepared {
  Prepared() { verbosity += 0; }
};
const Prepared prepared;
}
