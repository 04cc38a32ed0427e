// interface missing-symbol
//@ edit kernel(const std::vector<Real>& in, => kernel(std::vector<Real> in,
