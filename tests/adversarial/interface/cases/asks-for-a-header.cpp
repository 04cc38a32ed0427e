// interface forbidden-construct
//@ body
#if __has_include(<pcg.hpp>)
  sum = 0;
#endif
