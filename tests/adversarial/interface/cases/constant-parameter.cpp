// interface signature-changed
//@ edit Real factor = 1) { => volatile Real factor = 1) {
