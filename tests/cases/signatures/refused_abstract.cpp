// refused: `Shape` is an abstract class, of which there are no objects; write the function for a
#include <vector>

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};

void kernel(const Shape& shape, std::vector<double>& x) {
  for (double& one : x) one += shape.area();
}
