// family: races
// refused: legality; dependence-recording conflict; races; equivalence different-result; coverage different-result; dependence-recording different-result; serial-elision different-result
// why: both halves use the same part of the spare memory
#include <vector>

static void sort_range(int* data, int* spare, int begin, int end) {
  if (end - begin < 2) {
    return;
  }
  const int middle = begin + (end - begin) / 2;
#pragma omp task if (end - begin > 512)
  sort_range(data, spare, begin, middle);
#pragma omp task if (end - begin > 512)
  sort_range(data, spare, middle, end);
#pragma omp taskwait
  int left = begin;
  int right = middle;
  for (int at = 0; at < end - begin; ++at) {
    const bool from_left = left < middle && (right >= end || data[left] <= data[right]);
    spare[at] = from_left ? data[left++] : data[right++];
  }
  for (int at = begin; at < end; ++at) {
    data[at] = spare[at - begin];
  }
}

void merge_sort(std::vector<int>& values) {
  std::vector<int> spare(values.size());
#pragma omp parallel
#pragma omp single
  sort_range(values.data(), spare.data(), 0, static_cast<int>(values.size()));
}
