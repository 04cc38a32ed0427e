#include <vector>

// A complete binary tree in an array: the sum of the leaves below a node.
static long sum_below(const std::vector<int>& leaves, long first, long last) {
  if (last - first < 256) {
    long sum = 0;
    for (long i = first; i < last; i++) sum += leaves[i];
    return sum;
  }
  long middle = first + (last - first) / 2;
  long left = 0, right = 0;
#pragma omp task shared(left, leaves)
  left = sum_below(leaves, first, middle);
  right = sum_below(leaves, middle, last);
#pragma omp taskwait
  return left + right;
}

long tree_sum(const std::vector<int>& leaves) {
  long sum = 0;
#pragma omp parallel
#pragma omp single
  sum = sum_below(leaves, 0, (long)leaves.size());
  return sum;
}
