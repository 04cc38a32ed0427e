// The same name for two types: nothing that the other file says of it holds here.
struct Item {
  double value;
};
double weight(double x);
void leave(int n, double* __restrict out, const Item* __restrict in) {
  for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call because `Item` is another type
    out[i] = weight(in[i].value);
  }
}
