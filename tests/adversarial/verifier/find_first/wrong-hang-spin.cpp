// family: hang
// refused: equivalence timeout; legality; dependence-recording; races; coverage timeout; serial-elision timeout
// why: waits for a second thread to say that it is done
#include <omp.h>

#include <vector>

// The first position of a key; -1 if it is not there.
int find_first(const std::vector<int>& values, int key) {
  const int n = static_cast<int>(values.size());
  const int half = n / 2;
  int low = -1;
  int high = -1;
  int done = 0;
#pragma omp parallel
  {
    if (omp_get_thread_num() == 1) {
      for (int i = half; i < n && high < 0; ++i) {
        if (values[i] == key) {
          high = i;
        }
      }
#pragma omp atomic write release
      done = 1;
    }
    if (omp_get_thread_num() == 0) {
      for (int i = 0; i < half && low < 0; ++i) {
        if (values[i] == key) {
          low = i;
        }
      }
      int seen = 0;
      while (seen == 0) {
#pragma omp atomic read acquire
        seen = done;
      }
    }
  }
  return low >= 0 ? low : high;
}
