"""The meeting as a whole: opening, questions, added expertise, check-out."""
