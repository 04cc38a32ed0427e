// interface missing-symbol
//@ edit Real kernel( => static Real kernel(
