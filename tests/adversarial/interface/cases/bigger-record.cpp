// interface record-changed
//@ edit   int height; =>   int height;\n  int depth = 0;
