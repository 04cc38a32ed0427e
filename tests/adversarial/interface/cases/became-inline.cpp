// interface missing-symbol
//@ edit Real kernel( => inline Real kernel(
