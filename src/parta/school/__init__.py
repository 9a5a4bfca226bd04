"""School, branches, buildings, rooms, subjects, policy; academic years, terms, holidays, bells."""
