/* What is passed by value leads to arrays, and may be an object of its own. */
struct Sizes { short rows; unsigned columns; };
typedef struct {
  struct Sizes sizes;
  double **rows;
  int *order;
  double weights[2];
} Table;

double kernel(Table table, const Table *other) {
  double sum = 0;
  for (int i = 0; i < table.sizes.rows; ++i) {
    table.rows[i][0] += table.weights[1]; // wrong: table.rows[i][0] += table.weights[0];
    sum += table.rows[table.order[i]][0] * other->weights[0];
    other->order[i] = i; // wrong: other->order[i] = i + (i == 1);
  }
  table.rows = 0;
  return sum; // wrong: return 2 * sum;
}
