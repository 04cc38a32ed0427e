// passed
//@ body
  const auto root = [factor](Real x) { return std::sqrt(std::fabs(x)) * factor; };
//@ edit std::sqrt(std::fabs(in[i])) * factor => root(in[i])
