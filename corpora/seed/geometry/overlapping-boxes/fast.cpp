#include <vector>

struct Rectangle {
  int left, bottom, right, top;
};

long overlaps(const std::vector<Rectangle>& boxes) {
  const int n = (int)boxes.size();
  long count = 0;
#pragma omp parallel for reduction(+ : count) schedule(dynamic, 16)
  for (int i = 0; i < n; i++) {
    const Rectangle a = boxes[i];
    int own = 0;
    for (int j = 0; j < i; j++) {
      const Rectangle& b = boxes[j];
      own += (a.left <= b.right) & (b.left <= a.right) & (a.bottom <= b.top) & (b.bottom <= a.top);
    }
    count += own;
  }
  return count;
}
