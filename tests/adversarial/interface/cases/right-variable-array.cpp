// passed stack-suffices
//@ body
  Real parts[in.size() % 7 + 1];
  parts[0] = 0;
  sum += parts[0];
