// compile compile-error
//@ top
#include <no_such_header>
