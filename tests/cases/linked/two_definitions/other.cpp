double shape(double x) { static int calls = 0; return x * ++calls; }
