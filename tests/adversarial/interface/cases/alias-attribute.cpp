// interface forbidden-construct
//@ before
extern "C" void other() __attribute__((alias("main")));
