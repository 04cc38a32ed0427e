#include <vector>

long kernel(const std::vector<unsigned char>& x) {
  long found = 0;
#pragma omp parallel reduction(+ : found)
  {
    unsigned short mine = 0;
#pragma omp for
    for (unsigned long i = 0; i < x.size(); ++i) {
      mine += x[i] == x[0];
    }
    found += mine;
  }
  return found;
}
