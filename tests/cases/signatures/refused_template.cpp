// refused: `kernel` is a template of which this file has no instance, and PCG found no types that it
#include <vector>

template <class Table> double kernel(const Table& table, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += table.at(i);
  return sum;
}
