// interface exception-terminates
//@ loop
    try {
      if (in[i] < -1e300) throw 1;
    } catch (...) {
      throw;
    }
