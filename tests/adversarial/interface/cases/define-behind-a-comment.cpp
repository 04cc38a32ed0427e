// interface forbidden-construct
//@ body
/* now */ #define RUNS 2
