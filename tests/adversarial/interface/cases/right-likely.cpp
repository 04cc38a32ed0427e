// passed
//@ loop
    if (in[i] == 0) [[unlikely]] {
      out[i] = 0;
      continue;
    }
//@ edit   Real sum = 0; =>   [[maybe_unused]] const int width = taps;\n  Real sum = 0;
