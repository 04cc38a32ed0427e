// function: Scale::operator()
#include <vector>

class Scale {
 public:
  explicit Scale(double by) : by_(by) {}

  double operator()(std::vector<double>& x) {
    for (double& value : x) value *= by_;  // wrong: for (double& value : x) value += by_;
    ++calls_;  // wrong: calls_ += 2;
    return x.empty() ? 0 : x[0];  // wrong: return 0.125;
  }

 private:
  double by_;
  long calls_ = 0;
};
