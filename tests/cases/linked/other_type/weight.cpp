struct Item {
  int count;
  double value;
};
double weight(double x) {
  Item item{2, x};
  return item.value * item.count;
}
