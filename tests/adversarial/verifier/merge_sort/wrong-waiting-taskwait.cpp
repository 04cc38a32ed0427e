// family: waiting
// refused: legality; dependence-recording; races; equivalence; coverage
// why: merges before the halves are sorted
#include <vector>

static void sort_range(int* data, int* spare, int begin, int end) {
  if (end - begin < 2) {
    return;
  }
  const int middle = begin + (end - begin) / 2;
#pragma omp task if (end - begin > 512)
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

void merge_sort(std::vector<int>& values) {
  std::vector<int> spare(values.size());
#pragma omp parallel
#pragma omp single
  sort_range(values.data(), spare.data(), 0, static_cast<int>(values.size()));
}
