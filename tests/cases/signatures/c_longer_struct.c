/* A struct that goes on where another one ends is what is really there. */
struct Base {
  double cutoff;
  void (*print)(struct Base *);
};
struct Derived {
  double cutoff;
  void (*print)(struct Base *);
  double sigma;
  int count;
};
struct Field { struct Base *base; double *x; };

double kernel(struct Field *f) {
  struct Derived *d = (struct Derived *)f->base;
  double sum = 0;
  for (int i = 0; i < d->count; ++i) {
    f->x[i] *= d->sigma; // wrong: f->x[i] *= d->cutoff;
    sum += f->x[i];
  }
  d->sigma = sum; // wrong: d->cutoff = sum;
  return sum;
}
