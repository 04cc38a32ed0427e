// interface forbidden-call
//@ top
#include <cfenv>
//@ body
  std::fesetround(FE_UPWARD);
