// interface new-state
//@ body
  thread_local Real last = 0;
  last += 1;
  if (last < 0) sum = 1;
