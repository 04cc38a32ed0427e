// function: Field::relax
#include <vector>

class Field {
 public:
  Field(int rows, int columns, double start = 1)
      : rows_(rows), columns_(columns), values_(rows * columns, start), next_(rows * columns) {}
  double at(int row, int column) const { return values_[row * columns_ + column]; }

 private:
  double relax(double weight, std::vector<double>& changes) {
    double most = 0;
    changes.assign(rows_, 0);
    for (int i = 1; i + 1 < rows_; ++i)
      for (int j = 1; j + 1 < columns_; ++j) {
        const double mean = (at(i - 1, j) + at(i + 1, j) + at(i, j - 1) + at(i, j + 1)) / 4;
        next_[i * columns_ + j] = at(i, j) + weight * (mean - at(i, j));  // wrong: ;
        changes[i] += mean;  // wrong: changes[i] = mean;
        if (mean > most) most = mean;
      }
    values_.swap(next_);  // wrong: values_ = next_;
    return most;
  }

  int rows_, columns_;
  std::vector<double> values_, next_;
};
