// passed
//@ top
#include <iostream>
#include <iomanip>
