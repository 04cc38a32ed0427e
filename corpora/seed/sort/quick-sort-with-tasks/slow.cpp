#include <vector>

static void quick(int* v, long first, long last) {
  if (first >= last) return;
  int pivot = v[first + (last - first) / 2];
  long i = first, j = last;
  while (i <= j) {
    while (v[i] < pivot) i++;
    while (v[j] > pivot) j--;
    if (i <= j) {
      int keep = v[i];
      v[i] = v[j];
      v[j] = keep;
      i++;
      j--;
    }
  }
  quick(v, first, j);
  quick(v, i, last);
}

void sort_numbers(std::vector<int>& v) {
  quick(v.data(), 0, (long)v.size() - 1);
}
