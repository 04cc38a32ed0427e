// interface signature-changed
//@ edit Real kernel( => [[nodiscard]] Real kernel(
