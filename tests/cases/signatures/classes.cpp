#include <map>
#include <string>
#include <vector>

enum class Kind : char { SMALL, LARGE };

struct Body {
  std::string name;
  std::vector<double> mass;
  Kind kind = Kind::SMALL;
  bool operator==(const Body&) const = default;
};

class Histogram {
 public:
  Histogram() = default;
  void add(int value) { ++counts_[value], ++total_; }

 private:
  std::map<int, long> counts_;
  long total_ = 0;
};

Body kernel(std::vector<Body>& bodies, Histogram& histogram, Body last) {
  for (Body& body : bodies) {
    histogram.add(static_cast<int>(body.mass.size()));  // wrong: histogram.add(1);
    body.kind = Kind::LARGE;  // wrong: body.name = "large";
  }
  last.mass.push_back(1);  // wrong: last.mass.push_back(2);
  return last;
}
