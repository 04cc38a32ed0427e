// compile compile-error
//@ edit Real factor = 1) { => Real factor) {
//@ edit kernel(in, out, scaled(factor == nullptr ? 1 : std::atof(factor))) => kernel(in, out)
