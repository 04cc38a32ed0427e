// passed
//@ body
  static constexpr Real signs[2] = {1, 1};
//@ edit std::sqrt(std::fabs(in[i])) * factor => std::sqrt(std::fabs(in[i])) * factor * signs[i % 2]
