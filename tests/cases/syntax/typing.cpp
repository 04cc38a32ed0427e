// Code that is being typed: other functions keep their loops.
void first(int n, double* a) {
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for function=first
}

void missing_body(int n) {
    while (n) --n;  // expect-loop: while function=missing_body
    for (int i = 0; i < n; ++i)
}

void missing_semicolon(int n, double* a) {
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for function=missing_semicolon
    a[0] = n
}

void last(int n) {
    while (n) --n;  // expect-loop: while function=last
}

void unfinished(int n, double* a) {
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for function=unfinished
    a[0] = (
}
