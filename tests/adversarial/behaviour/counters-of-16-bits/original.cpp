#include <vector>

long kernel(const std::vector<unsigned char>& x) {
  long found = 0;
  for (unsigned long i = 0; i < x.size(); ++i) {
    found += x[i] == x[0];
  }
  return found;
}
