// right: each chunk finds its state from the character before it
#include <omp.h>

#include <cstddef>
#include <vector>

// The first letter of each word becomes a capital.
std::vector<char> title_case(const std::vector<char>& text) {
  std::vector<char> out = text;
  const std::size_t n = text.size();
#pragma omp parallel
  {
    const std::size_t threads = omp_get_num_threads();
    const std::size_t chunk = n / threads + 1;
    const std::size_t begin = omp_get_thread_num() * chunk;
    const std::size_t end = begin + chunk < n ? begin + chunk : n;
    bool start = begin == 0 || (begin <= n && text[begin - 1] == ' ');
    for (std::size_t i = begin; i < end; ++i) {
      const char c = text[i];
      if (start && c >= 'a' && c <= 'z') {
        out[i] = static_cast<char>(c - 'a' + 'A');
      }
      start = c == ' ';
    }
  }
  return out;
}
