// interface forbidden-construct
//@ before
[/**/[gnu::constructor]] static void prepare() { verbosity = 1; }
