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
  // The parts do not overlap: first .. j and i .. last.
#pragma omp task if (j - first > 256)
  quick(v, first, j);
#pragma omp task if (last - i > 256)
  quick(v, i, last);
#pragma omp taskwait
}

void sort_numbers(std::vector<int>& v) {
#pragma omp parallel
#pragma omp single
  quick(v.data(), 0, (long)v.size() - 1);
}
