"""How safe it is now."""
