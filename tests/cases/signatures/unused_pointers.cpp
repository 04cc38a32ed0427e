// Pointers among the members that neither the function nor what it calls uses lead nowhere.
#include <map>
#include <memory>
#include <string>
#include <vector>

struct Geometry;
struct Statistics { double seconds; void* handle; };
struct Matrix {
  char* title = nullptr;
  Geometry* geometry = nullptr;
  int rows = 0;
  std::vector<double> values;
  std::map<int, int> renamed;
  mutable Matrix* coarse = nullptr;
  double** diagonal = nullptr;
  void* optimised = nullptr;
};
class Solver {
 public:
  void step(Matrix& matrix, Statistics& statistics, double factor) {
    for (double& value : matrix.values) value *= factor;  // wrong: matrix.values.clear();
    statistics.seconds += matrix.rows;  // wrong: statistics.seconds = 0;
    steps_ += 1 + static_cast<int>(matrix.renamed.size() % 3);  // wrong: last_ = &matrix;
  }

 private:
  Matrix* last_ = nullptr;
  short steps_ = 0;
};

// function: Solver::step
void use(Matrix& matrix) { matrix.title = nullptr; matrix.geometry = nullptr; }
