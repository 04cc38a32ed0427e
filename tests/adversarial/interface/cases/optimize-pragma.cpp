// interface forbidden-construct
//@ before
#pragma GCC optimize("Ofast")
