#include <array>
#include <vector>

std::array<long, 10> digits(const std::vector<unsigned>& numbers) {
  std::array<long, 10> count{};
  long* out = count.data();
#pragma omp parallel for reduction(+ : out[:10])
  for (long i = 0; i < (long)numbers.size(); ++i) {
    unsigned number = numbers[i];
    do {
      out[number % 10]++;
      number /= 10;
    } while (number > 0);
  }
  return count;
}
