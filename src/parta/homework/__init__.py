"""Tasks of a lesson: text, links, files, estimate, due lesson, for all or for named pupils."""
