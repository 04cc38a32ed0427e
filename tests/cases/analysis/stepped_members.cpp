// Calls that step a member of one object and use it, whatever else they do.
#include <cstdlib>

void elsewhere(double* x);

class Tree {
 public:
  ~Tree() { delete child_; }
  void fill(const double* x, int n) {
    for (int i = 0; i < n; ++i)  // expect: sequential
      insert(x[i]);
  }
  void counted(double* x, int n) {
    for (int i = 0; i < n; ++i)  // expect: sequential flow
      count(x + i);
  }
  void replaced(double* x, int n) {
    for (int i = 0; i < n; ++i)  // expect: sequential flow
      replace(x + i);
  }
  void insert(double value) {
    ++size_;
    mean_ = mean_ * (size_ - 1) / size_ + value / size_;
    if (!child_) child_ = new Tree;
    child_->insert(value);
  }

 private:
  void count(double* x) {
    calls_ += 1;
    elsewhere(x);
  }
  void replace(double* x) {
    last_ = *x;
    elsewhere(x);
    *x = last_ + 1;
  }

  int size_ = 0;
  int calls_ = 0;
  double mean_ = 0;
  double last_ = 0;
  Tree* child_ = nullptr;
};

void from_outside(Tree& tree, const double* x, int n) {
  for (int i = 0; i < n; ++i)  // expect: sequential
    tree.insert(x[i]);
}

void one_for_each(const double* x, int n) {
  for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call
    Tree tree;
    tree.insert(x[i]);
  }
}
