// interface exception-terminates
//@ loop
    if (in[i] < -1e300) throw std::invalid_argument("too small");
