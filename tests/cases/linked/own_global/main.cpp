// Callees that change and read a variable which only their own file can name.
void start(int n);
double read(int n);
void all(int n, double* __restrict out) {
  for (int i = 0; i < n; ++i) {  // expect: refused via timers.cpp
    start(i % 8);
  }
  for (int i = 0; i < n; ++i) {  // expect: refused via timers.cpp
    start(0);
    out[i] = read(i % 8);
  }
}
