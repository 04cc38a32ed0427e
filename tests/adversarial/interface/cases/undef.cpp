// interface forbidden-construct
//@ body
#undef RAND_MAX
