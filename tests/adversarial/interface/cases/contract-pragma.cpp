// interface forbidden-construct
//@ before
#pragma STDC FP_CONTRACT ON
