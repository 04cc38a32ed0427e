// interface missing-symbol
//@ edit int verbosity = 1; => extern const int verbosity = 1;
