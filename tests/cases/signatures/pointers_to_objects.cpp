// Pointers to objects that are more than their bytes: to one that is only followed, else to several.
#include <string>
#include <vector>

struct Body {
  std::string name;
  std::vector<double> mass;
};

void kernel(std::string* lines, int n, Body* first, std::vector<double>* out, const Body* all) {
  for (int i = 0; i < n; ++i) lines[i] += 'x';  // wrong: for (int i = 0; i + 1 < n; ++i) lines[i] += 'x';
  for (int i = 0; i < n; ++i) out->push_back(static_cast<double>(all[i].mass.size()));  // wrong: for (int i = 0; i < n; ++i) out->push_back(-1);
  for (double& one : first->mass) {
    one += 2;  // wrong: one += 3;
    out->push_back(one);  // wrong: out->push_back(1);
  }
  first->name += std::to_string((*out).size());  // wrong: ;
}
