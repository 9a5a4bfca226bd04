"""Person (a human, may have no account), employee and pupil cards, guardianship."""
