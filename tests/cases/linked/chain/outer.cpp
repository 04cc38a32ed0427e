double inner(double x);
double nowhere(double x);
double outer(double x) { return inner(x) + 1.0; }
double leads_nowhere(double x) { return nowhere(x); }
