// Elements without a default constructor.
#include <vector>

struct Vec {
  double x, y, z;
};
class Sphere {
 public:
  Sphere(Vec center, double radius) : center_(center), radius_(radius) {}
  void move(double dx) { center_.x += dx; }
  double top() const { return center_.y + radius_; }

 private:
  Vec center_;
  double radius_;
};

double kernel(std::vector<Sphere>& spheres, const std::vector<Sphere>& others, double dx) {
  double highest = -1e300;
  for (Sphere& sphere : spheres) sphere.move(dx);  // wrong: for (Sphere& sphere : spheres) sphere.move(1e6);
  for (const Sphere& other : others)
    if (other.top() > highest) highest = other.top();  // wrong: highest = 1;
  return highest;
}
