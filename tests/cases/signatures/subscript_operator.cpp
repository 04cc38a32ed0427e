// function: Histogram::operator[]
#include <vector>

struct Histogram {
  std::vector<int> values;

  int operator[](int wanted) const {
    int count = 0;
    for (int value : values) count += value == wanted;  // wrong: for (int value : values) count += value != wanted;
    return count;
  }
};
