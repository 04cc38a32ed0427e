struct Shape {
  virtual double area(double x) const { return x; }
};
struct Circle : Shape {
  double area(double x) const override;
};
struct Scale {
  virtual double by(double x) const { return x; }
};
struct Twice : Scale {
  double by(double x) const override;
};
