#include <array>
#include <vector>

std::array<long, 10> digits(const std::vector<unsigned>& numbers) {
  std::array<long, 10> count{};
  for (unsigned number : numbers) {
    do {
      count[number % 10]++;
      number /= 10;
    } while (number > 0);
  }
  return count;
}
