// interface forbidden-construct
//@ before
[[using gnu: constructor]] static void prepare() { verbosity = 1; }
