"""What a school may decide, with the value that holds until it does (sources: domain.md by section)."""

from __future__ import annotations

from typing import Any

POLICY: dict[str, Any] = {
    "average": "weighted",  # 4.2: "weighted" or "simple"
    "homework_deadline_minutes": 60,  # 2.1: after the last lesson of the class
    "idle_lock_minutes": 30,  # staff only; 0 switches the lock off
    "invitation_days": 60,
    "own_account_from_year_level": 1,
    "applicant_from_age": 14,  # 3.3
    "first_year_homework": False,  # 5
    "homework_every_lesson": True,  # 2.1: the inspection asks for homework at every lesson
    "retakes": "replace",  # 4.2: a re-take replaces the first mark, adds to it, or the better one counts
    "threshold_5": "4.6",  # 4.3: from which average a mark is proposed
    "threshold_4": "3.6",
    "threshold_3": "2.6",
    "min_marks": 3,  # 4.3: fewer marks in a quarter or trimester propose "н/а"
    "min_marks_half": 5,  # 4.3: the same for a half-year
    "two_bars_top": False,  # 4.3: with a "2" in the term the highest mark is not proposed
    "important_prevail": False,  # 4.3: important works decide when they say otherwise
    "split_for_pupil": True,  # 4.3: a year of 3, 3, 4, 4 is in the pupil's favour
    "debt_days": 150,  # 4.7: an academic debt is cleared within so many days, at most a year
    "behaviour_scale": "five",  # 4.3: a mark system; "none" keeps no mark for behaviour
    "edit_window_days": 30,  # 2.3: from the lesson or the day when homework was given; 0 has no end
    "unlock_days": 3,  # how long an unlocked journal stays so, unless said otherwise
    "mass_change_marks": 15,  # so many changed or removed marks of one person within an hour raise an alert
    "work_marks_days": 7,  # 2.2: marks of a written work, calendar days
    "lesson_days": 1,  # 2.1, 3.2: so many days after a lesson the inspection asks for what is written in it
    "homework_gap_days": 14,  # 3.2: a course without a task for so many days
    "remark_days": 5,  # 3.2: working days to mend what a check found
    "average_gap": "0.6",  # 3.2: a term mark so far from the average is looked at
    "lag_hours": 3,  # 4.5: hours behind the plan that are looked at
    "final_marks_days": 2,  # 3.1: term marks stand so many days before the end of the term
    "lessons_a_day": "4 5 5 5 6 6 7 7 7 7 7",  # 5: by year level 1-11; what stands here is checked in a timetable
    "week_hours_5": "21 23 23 23 29 30 32 33 33 34 34",
    "week_hours_6": "21 26 26 26 32 33 35 36 36 37 37",
    "building_minutes": 10,  # a shorter break is too short for the way to another building
    "teacher_windows": 1,  # free lessons between those of a teacher on a day that need no warning
    "difficulty": "",  # 5: lines "Шахматы: 3" over the standard scale
}
