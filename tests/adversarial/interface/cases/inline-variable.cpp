// interface new-state
//@ before
inline Real kept = 0;
//@ body
  kept += 1;
