"""Adapters: everything that touches the world; they implement the ports."""
