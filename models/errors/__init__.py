"""Every reason for which Rondom says no, by subject."""
