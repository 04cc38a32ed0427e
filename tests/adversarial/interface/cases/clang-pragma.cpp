// interface forbidden-construct
//@ before
#pragma clang fp contract(fast)
