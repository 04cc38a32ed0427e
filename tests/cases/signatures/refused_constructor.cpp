// refused: `Tree` has no default constructor, and no other one that PCG can call: name a function
#include <vector>

struct Device;
class Tree {
 public:
  explicit Tree(Device& device);
  std::vector<double> leaves;
};

void kernel(Tree& tree) {
  for (double& leaf : tree.leaves) leaf *= 2;
}
