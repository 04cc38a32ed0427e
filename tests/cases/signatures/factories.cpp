// Objects that only functions make: a static member, one that gives what owns the object.
#include <memory>
#include <vector>

class Ring {
 public:
  static Ring of(int n, double start) { return Ring(n, start); }
  int size() const { return static_cast<int>(next_.size()); }
  void add(int i, double what) { values_[next_[i]] += what; }

 private:
  Ring(int n, double start) : next_(n), values_(n, start) {
    for (int i = 0; i < n; ++i) next_[i] = (i + 1) % n;
  }
  std::vector<int> next_;
  std::vector<double> values_;
};

class Table {
 public:
  int rows() const { return rows_; }
  double at(int row) const { return weights_[2 * row]; }
  friend std::unique_ptr<Table> make_table(int rows);

 private:
  explicit Table(int rows) : rows_(rows), weights_(2 * rows, 1.5) {}
  int rows_;
  std::vector<double> weights_;
};

std::unique_ptr<Table> make_table(int rows) { return std::unique_ptr<Table>(new Table(rows)); }

double kernel(Ring& ring, const Table& table) {
  double sum = 0;
  for (int i = 0; i < ring.size() && i < table.rows(); ++i) {
    ring.add(i, table.at(i));  // wrong: ring.add(0, table.at(i));
    sum += table.at(i);  // wrong: sum += 2;
  }
  return sum;
}
