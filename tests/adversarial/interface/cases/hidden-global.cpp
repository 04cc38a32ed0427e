// interface new-state
//@ before
namespace {
Real kept[64];
}
//@ body
  kept[0] += 1;
