// interface forbidden-construct
//@ before
extern "C" void GOMP_critical_start();
//@ body
  GOMP_critical_start();
