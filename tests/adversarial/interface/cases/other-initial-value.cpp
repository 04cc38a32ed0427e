// interface global-changed
//@ edit int verbosity = 1; => int verbosity = 2;
