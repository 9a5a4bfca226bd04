"""The append-only record of every change and every reading of sensitive data, sealed into a chain per school."""
