"""Pages of the staff's journal: lists, the grid and the lesson, and what is written in them."""
