#include <vector>

// A complete binary tree in an array: the sum of the leaves below a node.
static long sum_below(const std::vector<int>& leaves, long first, long last) {
  if (last - first == 0) return 0;
  if (last - first == 1) return leaves[first];
  long middle = first + (last - first) / 2;
  return sum_below(leaves, first, middle) + sum_below(leaves, middle, last);
}

// Small subtrees are not worth a task.
static long sum_in_tasks(const std::vector<int>& leaves, long first, long last) {
  if (last - first < 16384) {
    long sum = 0;
    for (long i = first; i < last; i++) sum += leaves[i];
    return sum;
  }
  long middle = first + (last - first) / 2;
  long left = 0, right = 0;
#pragma omp task shared(left, leaves)
  left = sum_in_tasks(leaves, first, middle);
  right = sum_in_tasks(leaves, middle, last);
#pragma omp taskwait
  return left + right;
}

long tree_sum(const std::vector<int>& leaves) {
  if (leaves.size() < 65536) return sum_below(leaves, 0, (long)leaves.size());
  long sum = 0;
#pragma omp parallel
#pragma omp single
  sum = sum_in_tasks(leaves, 0, (long)leaves.size());
  return sum;
}
