// interface forbidden-construct
//@ top
#include "/etc/hostname.hpp"
//@ edit #include "/etc/hostname.hpp" => #include "cmath"
