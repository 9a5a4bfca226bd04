"""The school's inspection: automatic checks of the journal, remarks with a deadline, their answers and acceptance."""
