// Of an abstract class an object of one derived from it is made: the first of the file that can be.
#include <vector>

class Shape {
 public:
  virtual ~Shape() = default;
  virtual double area(int i) const = 0;
  double twice(int i) const { return 2 * area(i); }

 protected:
  int calls_ = 0;
};
class Unknown : public Shape {
 public:
  explicit Unknown(double (*area)(int)) : area_(area) {}
  double area(int i) const override { return area_(i); }

 private:
  double (*area_)(int);
};
struct Square : Shape {
  double side = 1;
  double area(int i) const override { return side * i; }
};
struct Round final : Square {
  double area(int i) const override { return side + i; }
};
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void take(double value) = 0;
};
class Sum final : public Sink {
 public:
  explicit Sum(int begin) : begin_(begin) {}
  void take(double value) override { sum_ += begin_ % 3 + value; }

 private:
  int begin_;
  double sum_ = 0;
};

void kernel(const Shape& shape, Sink* sink, std::vector<double>& x) {
  for (int i = 0; i < static_cast<int>(x.size()); ++i) {
    x[i] += shape.twice(i);  // wrong: x[i] += shape.area(i);
    sink->take(i);  // wrong: sink->take(0);
  }
}
