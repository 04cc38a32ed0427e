// passed no-exception
//@ before
using Function = Real (*)(Real);
static Real root(Real x) { return std::sqrt(std::fabs(x)); }
//@ body
  const Function function = root;
//@ edit std::sqrt(std::fabs(in[i])) => function(in[i])
