// interface forbidden-construct
//@ before
extern "C" void __kmpc_barrier() {}
