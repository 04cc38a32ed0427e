#include <vector>

static void merge_range(int* v, int* spare, long first, long last) {
  if (last - first < 33) {
    for (long i = first + 1; i < last; i++) {
      const int value = v[i];
      long at = i;
      for (; at > first && v[at - 1] > value; at--) v[at] = v[at - 1];
      v[at] = value;
    }
    return;
  }
  const long middle = first + (last - first) / 2;
#pragma omp task if (last - first > 256)
  merge_range(v, spare, first, middle);
#pragma omp task if (last - first > 256)
  merge_range(v, spare, middle, last);
#pragma omp taskwait
  for (long i = first; i < last; i++) spare[i] = v[i];
  long left = first, right = middle;
  for (long at = first; at < last; at++) {
    const bool from_left = right >= last || (left < middle && spare[left] <= spare[right]);
    v[at] = from_left ? spare[left++] : spare[right++];
  }
}

void sort_values(std::vector<int>& v) {
  std::vector<int> spare(v.size());
#pragma omp parallel
#pragma omp single
  merge_range(v.data(), spare.data(), 0, static_cast<long>(v.size()));
}
