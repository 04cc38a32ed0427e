#include <functional>
#include <vector>

void kernel(std::vector<double>& x, double (*f)(double), const std::function<bool(int, int)>& before,
            std::function<double(const double&, int)> weigh, std::vector<int>& keys) {
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = f(x[i]) + weigh(x[i], 3);  // wrong: x[i] = f(x[i]) + weigh(x[i], 4);
  for (std::size_t i = 1; i < keys.size(); ++i)
    if (before(keys[i], keys[i - 1])) keys[i] = 0;  // wrong: if (keys[i] < keys[i - 1]) keys[i] = 0;
}
