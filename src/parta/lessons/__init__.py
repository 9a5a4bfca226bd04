"""Dated lessons made from the pattern, their topic and status; a substitution is a row beside the lesson."""
