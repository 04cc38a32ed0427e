// interface new-state
//@ before
namespace {
struct Kept {
  static inline Real value = 0;
};
}
//@ body
  Kept::value += 1;
