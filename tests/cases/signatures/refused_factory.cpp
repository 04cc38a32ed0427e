// refused: `make_tree` is no function in this file that takes something and gives a `Tree`
#include <vector>

struct Tree {
  std::vector<double> leaves;
};

// pcg: tree from make_tree
void kernel(Tree& tree) {
  for (double& leaf : tree.leaves) leaf *= 2;
}
