// Members of base classes belong to the object: those of private bases, of polymorphic ones.
#include <string>
#include <vector>

struct Named {
  int id = 0;
  std::string name;
};
class Counted {
 public:
  virtual ~Counted() = default;
  virtual double weight() const { return 3.0 + static_cast<double>(count_ % 8); }
  void count() { count_ = count_ % 100 + 1; }

 private:
  unsigned count_ = 0;
};
struct Mesh : Named, private Counted {
  std::vector<double> nodes;
  double weight() const override { return 2 * Counted::weight(); }
  void touch() { count(); }
};

double kernel(Mesh& mesh, std::vector<Mesh>& others) {
  double sum = 0;
  for (double& node : mesh.nodes) node += mesh.id;  // wrong: for (double& node : mesh.nodes) node += 0.5;
  for (Mesh& other : others) {
    other.touch();  // wrong: other.id = 1;
    sum += other.weight();  // wrong: sum += 1;
  }
  mesh.name += "!";  // wrong: ;
  return sum;
}
