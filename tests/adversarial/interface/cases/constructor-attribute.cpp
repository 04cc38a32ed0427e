// interface forbidden-construct
//@ before
__attribute__((constructor)) static void prepare() { verbosity = 1; }
