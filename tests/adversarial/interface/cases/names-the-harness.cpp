// interface forbidden-construct
//@ before
extern "C" int pcg_run(int);
//@ body
  if (&pcg_run != nullptr) sum = 0;
