// refused: `Bits` is a union; move the loop into
union Bits {
  float number;
  unsigned bits;
};

void kernel(Bits* all, int n) {
  for (int i = 0; i < n; ++i) all[i].bits &= 0x7fffffffu;
}
