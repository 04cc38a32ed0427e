// refused: `Mesh` has base classes, bit-fields or unnamed members, which PCG cannot take apart; move
#include <vector>

struct Named {
  int id;
};
struct Mesh : Named {
  std::vector<double> nodes;
};

void kernel(Mesh& mesh) {
  for (double& node : mesh.nodes) node += mesh.id;
}
