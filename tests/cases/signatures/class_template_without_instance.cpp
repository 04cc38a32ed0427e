// function: Grid::relax
// A class template that the file does not use, with what only integers can do: it is tried with `int`.
#include <vector>

template <class T> class Grid {
 public:
  Grid(int rows, int columns) : columns_(columns), values_(rows * columns) {}
  void relax(T weight);

 private:
  int columns_;
  std::vector<T> values_;
};

template <class T> void Grid<T>::relax(T weight) {
  for (std::size_t i = columns_; i < values_.size(); ++i)
    values_[i] = (values_[i - columns_] ^ weight) + static_cast<T>(i % 7);  // wrong: values_[i] = weight;
}
