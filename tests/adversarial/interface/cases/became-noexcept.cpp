// interface signature-changed
//@ edit Real factor = 1) { => Real factor = 1) noexcept {
