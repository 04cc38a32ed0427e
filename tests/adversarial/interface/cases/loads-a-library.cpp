// interface forbidden-call
//@ body
  extern void* dlsym(void*, const char*);
  if (dlsym(nullptr, "main") == nullptr) sum = 0;
