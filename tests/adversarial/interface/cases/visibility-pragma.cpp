// interface forbidden-construct
//@ before
#pragma GCC visibility push(hidden)
//@ after
#pragma GCC visibility pop
