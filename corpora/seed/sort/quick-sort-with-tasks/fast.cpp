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

static void quick_in_tasks(int* v, long first, long last) {
  if (last - first < 1024) {
    quick(v, first, last);
    return;
  }
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
#pragma omp task
  quick_in_tasks(v, first, j);
  quick_in_tasks(v, i, last);
#pragma omp taskwait
}

void sort_numbers(std::vector<int>& v) {
#pragma omp parallel
#pragma omp single
  quick_in_tasks(v.data(), 0, (long)v.size() - 1);
}
