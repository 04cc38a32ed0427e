// interface signature-changed
//@ edit Real kernel( => float kernel(
