"""From typed trees to facts: accesses, dependences, roles of variables, cost; pure."""
