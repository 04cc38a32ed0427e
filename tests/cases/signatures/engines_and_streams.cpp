#include <istream>
#include <ostream>
#include <random>
#include <stdexcept>
#include <vector>

void kernel(std::mt19937& engine, std::vector<double>& x, std::ostream& out, std::istream& in,
            std::minstd_rand small) {
  std::uniform_real_distribution<double> unit;
  for (double& value : x) value = unit(engine);  // wrong: for (double& v : x) v = unit(small);
  int n = 0;
  if (x.size() > 4) engine();  // wrong: ;
  while (in >> n) out << n + small() % 2 << '\n';  // wrong: while (in >> n) out << n << '\n';
  if (x.size() > 30) throw std::length_error("x");  // wrong: if (x.size() > 30) throw 1;
}
