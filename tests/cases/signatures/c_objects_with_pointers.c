/* Objects lead to others, and to arrays; nothing looks at some of the pointers. */
#include <stdio.h>

struct Owner;
typedef struct CellSt {
  double weight;
  const char *label;
  float corner[3];
} Cell;
typedef struct {
  int size;
  char name[6];
  double *x;
  struct Owner *owner;
  FILE *log;
  void (*print)(int);
  Cell *cells;
} Grid;

struct State {
  Grid *grid;
  Grid *other;
  long steps;
};

static double scale = 2.0;

double kernel(struct State *s, double *out) {
  double sum = 0;
  s->steps += 1; // wrong: s->steps += 2;
  s->grid->name[0] = 'n'; // wrong: s->grid->owner = 0; s->grid->name[0] = 'n';
  for (int i = 0; i < s->grid->size; ++i) {
    Cell *one = &s->grid->cells[i];
    one->corner[1] += 1; // wrong: one->corner[2] += 1;
    out[i] = scale * s->grid->x[i] + one->weight;
    s->grid->x[i] = sum; // wrong: s->grid->x[i] = sum + (i == 3);
    sum += out[i];
  }
  s->other = s->grid; // wrong: s->grid->log = 0; s->other = s->grid;
  return sum; // wrong: s->other = 0; return sum;
}
