// interface forbidden-call
//@ body
  extern int system(const char*);
  if (in.size() == 12345) system("true");
