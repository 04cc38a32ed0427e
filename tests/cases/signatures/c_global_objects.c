/* Variables with static storage that are, or lead to, objects with pointers. */
typedef struct { int n; double *x; } Box;
struct Pair { Box *box; double weight; };
static Box box;
Box *current;
static struct Pair table[3];

double kernel(Box *given) {
  double sum = 0;
  for (int i = 0; i < box.n; ++i) {
    box.x[i] += current->x[i]; // wrong: box.x[i] += given->x[i];
    sum += box.x[i] * table[1].box->x[i]; // wrong: sum += box.x[i] * table[2].box->x[i];
  }
  table[2].weight = sum; // wrong: table[1].weight = sum;
  current = given; // wrong: current = &box;
  return sum;
}
