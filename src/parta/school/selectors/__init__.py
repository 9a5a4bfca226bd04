"""Reading a school: its policy, years and terms (calendar), its registers."""

from parta.school.selectors.calendar import now_of, policy_of, term_on, terms_of, today_of, year_on

__all__ = ["now_of", "policy_of", "term_on", "terms_of", "today_of", "year_on"]
