// interface new-state
//@ before
template <class T>
static T kept = T();
//@ body
  kept<Real> += 1;
