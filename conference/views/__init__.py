"""What one viewer finds in each block of a meeting; everything has passed the gate."""
