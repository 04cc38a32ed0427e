// interface other-code-changed
//@ before
static Real scaled(int x) { return 3 * x; }
