// Objects without data, which are called: the file's own and the library's.
#include <functional>
#include <vector>

struct Later {
  bool operator()(int a, int b) const { return a > b; }
};

int kernel(std::vector<int>& keys, Later later, const std::plus<int>& add) {
  int sum = 0;
  for (std::size_t i = 1; i < keys.size(); ++i)
    if (later(keys[i], keys[i - 1])) keys[i] = 0;  // wrong: if (later(keys[i - 1], keys[i])) keys[i] = 0;
  for (int key : keys) sum = add(sum, key % 100);  // wrong: for (int key : keys) sum = key % 100;
  return sum;
}
