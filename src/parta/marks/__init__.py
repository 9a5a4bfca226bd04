"""Mark systems, work types, works and marks."""
