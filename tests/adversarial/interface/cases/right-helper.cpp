// passed
//@ before
static Real root(Real x) { return std::sqrt(std::fabs(x)); }
//@ edit std::sqrt(std::fabs(in[i])) => root(in[i])
