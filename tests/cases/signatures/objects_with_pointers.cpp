// Plain objects with pointers, by reference, by value and behind a pointer.
#include <map>
struct Row { int length; double* values; };
struct Matrix { Row* rows; int size; std::map<int, int>* notes; };

double kernel(Matrix& m, Row by_value, const Matrix* other, double*** cube) {
  double sum = other->size;
  for (int i = 0; i < m.size; ++i) {
    const Row& row = m.rows[i];
    for (int k = 0; k < row.length; ++k) sum += row.values[k];
    if (row.length > 0) row.values[0] = sum; // wrong: if (row.length > 0) row.values[0] = i;
  }
  for (int k = 0; k < by_value.length; ++k) by_value.values[k] += 1; // wrong: ;
  if (m.size > 0) cube[0][0][0] += sum; // wrong: if (m.size > 0) cube[0][0][0] -= sum;
  m.size = 7;
  return sum; // wrong: m.notes = nullptr; return sum;
}
