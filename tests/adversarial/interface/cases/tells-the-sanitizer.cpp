// interface forbidden-construct
//@ body
#if defined(__SANITIZE_THREAD__)
  sum = 0;
#endif
