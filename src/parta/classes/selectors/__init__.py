"""Reading classes: what an account holds (actors), lists and cards of the office."""

from parta.classes.selectors.actors import Member, active, actor_for, maybe_active, rosters

__all__ = ["Member", "active", "actor_for", "maybe_active", "rosters"]
