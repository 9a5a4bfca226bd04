"""Groups, dated memberships by order, courses and their teachers, appointments, and actor_for(account)."""
