"""The map: factors and arrows."""
