// expect: conflict
void f(std::string& out, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) out += 'x';
}
void run() { std::string out; f(out, 10); }
