"""Who answers for the regulation of a school and of its branches."""

from __future__ import annotations

from parta.access.roles import Role, held_by

PUBLISH_REGULATION = held_by(Role.ADMINISTRATOR, Role.DIRECTOR, Role.HEAD, branch="branch_id")
"""The head of a branch publishes that of the branch, the director that of any."""
