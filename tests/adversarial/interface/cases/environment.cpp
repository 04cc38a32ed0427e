// interface forbidden-construct
//@ before
extern char** environ;
//@ body
  if (environ == nullptr) sum = 1;
