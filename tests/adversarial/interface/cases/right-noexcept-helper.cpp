// passed
//@ before
static Real root(Real x) noexcept { return std::sqrt(std::fabs(x)); }
//@ edit std::sqrt(std::fabs(in[i])) => root(in[i])
