#include <vector>

struct Rectangle {
  int left, bottom, right, top;
};

long overlaps(const std::vector<Rectangle>& boxes) {
  long count = 0;
  for (int i = 0; i < (int)boxes.size(); i++) {
    for (int j = 0; j < i; j++) {
      if (boxes[i].left <= boxes[j].right && boxes[j].left <= boxes[i].right &&
          boxes[i].bottom <= boxes[j].top && boxes[j].bottom <= boxes[i].top) {
        count++;
      }
    }
  }
  return count;
}
