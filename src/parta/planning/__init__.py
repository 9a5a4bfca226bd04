"""КТП: what is taught in a course, topic by topic, approved by the deputy head and corrected with a reason.

A Plan is the living table of a course: topics in order, with headings of sections between them. Approval keeps an
Edition of it; after that every change writes a Correction, a line of the correction sheet. How topics attach to dated
lessons is pure (`arithmetic.attaching`); lessons are of a later room, so pages with dates stand in `journal`.
"""
