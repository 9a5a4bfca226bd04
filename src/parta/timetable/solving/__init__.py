"""The automatic timetable: demands made of the load, a model of them for CP-SAT, words for what cannot be. Pure."""
