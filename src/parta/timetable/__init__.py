"""The weekly pattern of lessons: versions and slots."""
