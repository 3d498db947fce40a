"""Learning without learning who the family is: what finds names, and what shows only groups that are large enough."""
