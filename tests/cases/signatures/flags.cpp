// Truth values that are integers: inputs have them both ways, and what is valid without is enough.
static int timers_on;
void timer_start(int which);

static void kernel(int n, const double *x, int halved, double *y)
{
    if (timers_on) timer_start(3);
    for (int i = 0; i < n; i++)
        y[i] = halved ? x[i] / 2 : x[i];  // wrong: y[i] = x[i] / 2;
    for (int i = 0; i < n; i++)
        if (!halved) y[i] += 1;  // wrong: y[i] += 1;
}

int main() { kernel(0, nullptr, 0, nullptr); }
