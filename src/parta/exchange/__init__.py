"""Import and export, a folder per format."""
