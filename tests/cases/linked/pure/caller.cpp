// It calls what the other file defines, which is no second definition.
double curve(double x);
double twice(double x) { return x < 0 ? curve(-x) : curve(x) + curve(x); }
