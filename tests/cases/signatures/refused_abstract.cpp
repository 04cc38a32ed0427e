// refused: `Shape` is an abstract class, of which there are no objects, and PCG can make none of those
#include <vector>

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};
class Given : public Shape {
 public:
  explicit Given(double (*function)(const Given&)) : function_(function) {}
  double area() const override { return function_(*this); }

 private:
  double (*function_)(const Given&);
};

void kernel(const Shape& shape, std::vector<double>& x) {
  for (double& one : x) one += shape.area();
}
