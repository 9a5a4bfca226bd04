"""Who signs in: account, invitation by a printed one-time code, sessions, second factor."""
