// interface forbidden-construct
//@ top
#define in out
