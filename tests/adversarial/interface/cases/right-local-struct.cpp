// passed
//@ body
  struct Root {
    Real factor;
    Real operator()(Real x) const { return std::sqrt(std::fabs(x)) * factor; }
  };
  const Root root{factor};
//@ edit std::sqrt(std::fabs(in[i])) * factor => root(in[i])
