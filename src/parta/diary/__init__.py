"""Pages of pupils and families."""
