#pragma once
inline int threads() {
#ifdef _OPENMP
  return 8;
#else
  return 1;
#endif
}
