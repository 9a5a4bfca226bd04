"""A believable school for trial, tests and load, made through the services."""
