#include <vector>

void reverse(std::vector<int>& v) {
  int i = 0;
  int j = (int)v.size() - 1;
  while (i < j) {
    int keep = v[i];
    v[i] = v[j];
    v[j] = keep;
    i++;
    j--;
  }
}
