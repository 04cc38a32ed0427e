// interface forbidden-construct
//@ before
#pragma weak seconds
