// interface forbidden-construct
//@ before
#pragma GCC push_options
//@ after
#pragma GCC pop_options
