// interface exception-terminates
//@ body
  const auto checked = [](Real x) {
    if (x < -1e300) throw std::invalid_argument("too small");
    return x;
  };
//@ edit std::fabs(in[i]) => std::fabs(checked(in[i]))
