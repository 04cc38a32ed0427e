// interface forbidden-construct
//@ edit Real kernel( => __attribute__((optimize("fast-math"))) Real kernel(
