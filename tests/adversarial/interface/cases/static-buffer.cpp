// interface new-state
//@ body
  static std::vector<Real> kept(in);
  if (kept.empty()) sum = 0;
