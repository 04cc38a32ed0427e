#include <vector>

// A complete binary tree in an array: the sum of the leaves below a node.
static long sum_below(const std::vector<int>& leaves, long first, long last) {
  if (last - first == 0) return 0;
  if (last - first == 1) return leaves[first];
  long middle = first + (last - first) / 2;
  return sum_below(leaves, first, middle) + sum_below(leaves, middle, last);
}

long tree_sum(const std::vector<int>& leaves) {
  return sum_below(leaves, 0, (long)leaves.size());
}
