#include <vector>

static void sort_part(std::vector<float>& v, std::vector<float>& other, int first, int last) {
  if (last - first <= 1) return;
  int middle = (first + last) / 2;
  sort_part(v, other, first, middle);
  sort_part(v, other, middle, last);
  int i = first, j = middle, k = first;
  while (i < middle && j < last) {
    if (v[j] < v[i])
      other[k++] = v[j++];
    else
      other[k++] = v[i++];
  }
  while (i < middle) other[k++] = v[i++];
  while (j < last) other[k++] = v[j++];
  for (k = first; k < last; k++) v[k] = other[k];
}

static void sort_in_tasks(std::vector<float>& v, std::vector<float>& other, int first, int last) {
  if (last - first <= 1024) {
    sort_part(v, other, first, last);
    return;
  }
  int middle = (first + last) / 2;
#pragma omp task shared(v, other)
  sort_in_tasks(v, other, first, middle);
  sort_in_tasks(v, other, middle, last);
#pragma omp taskwait
  int i = first, j = middle, k = first;
  while (i < middle && j < last) {
    if (v[j] < v[i])
      other[k++] = v[j++];
    else
      other[k++] = v[i++];
  }
  while (i < middle) other[k++] = v[i++];
  while (j < last) other[k++] = v[j++];
  for (k = first; k < last; k++) v[k] = other[k];
}

void sort_floats(std::vector<float>& v) {
  std::vector<float> other(v.size());
#pragma omp parallel
#pragma omp single
  sort_in_tasks(v, other, 0, (int)v.size());
}
