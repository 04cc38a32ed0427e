// interface forbidden-construct
//@ top
#include <unistd.h>
