// family: sizes
// refused: equivalence different-result; serial-elision different-result; legality; coverage different-result; dependence-recording different-result
// why: beyond sixteen levels of recursion parts stay unsorted
#include <vector>

static void sort_range(int* data, int* spare, int begin, int end) {
  if (end - begin < 2) {
    return;
  }
  const int middle = begin + (end - begin) / 2;
  sort_range(data, spare, begin, middle);
  sort_range(data, spare, middle, end);
  int left = begin;
  int right = middle;
  for (int at = begin; at < end; ++at) {
    const bool from_left = left < middle && (right >= end || data[left] <= data[right]);
    spare[at] = from_left ? data[left++] : data[right++];
  }
  for (int at = begin; at < end; ++at) {
    data[at] = spare[at];
  }
}

static void sort_level(int* data, int* spare, int begin, int end, unsigned short level) {
  if (end - begin < 2 || level == 0) {
    return;
  }
  const int middle = begin + (end - begin) / 2;
  level = static_cast<unsigned short>(level << 1);
#pragma omp task if (end - begin > 512)
  sort_level(data, spare, begin, middle, level);
#pragma omp task if (end - begin > 512)
  sort_level(data, spare, middle, end, level);
#pragma omp taskwait
  int left = begin;
  int right = middle;
  for (int at = begin; at < end; ++at) {
    const bool from_left = left < middle && (right >= end || data[left] <= data[right]);
    spare[at] = from_left ? data[left++] : data[right++];
  }
  for (int at = begin; at < end; ++at) {
    data[at] = spare[at];
  }
}

void merge_sort(std::vector<int>& values) {
  std::vector<int> spare(values.size());
#pragma omp parallel
#pragma omp single
  sort_level(values.data(), spare.data(), 0, static_cast<int>(values.size()), 1);
}
