"""Who may open which address: the whole permission of Parta on one page.

For each route and each place (see access_objects: 7А, 7Б, 4В in the branch, the other school; "" for an address that
names no object) the names of the cast who get in, by GET and by POST alike; "route post" where POST differs.
Everybody else of the cast (tests/world.py) is refused. In words of the cast: Алла administrator, Денис director,
Нина head of the branch, Ирина deputy, Софья secretary, Полина counsellor, Белла librarian, Тимур technician,
Анна leads 7А and teaches there, Борис teaches 7Б, Вера teaches in the branch, Зоя substituted in 7А;
Ваня a pupil of 7А, Мария mother of Ваня and Даша (4В), Фёдор without access, Павел guardian of Петя (7Б);
in the other school Чеслав teaches, Чулпан is director and administrator, Стелла a mother.
"""

from __future__ import annotations

STRANGER = "stranger"
STAFF = "Алла Денис Нина Ирина Софья Полина Белла Тимур Анна Борис Вера Зоя Чеслав Чулпан"
SIGNED_IN = f"{STAFF} Ваня Мария Фёдор Павел Стелла"

Places = dict[str, str]


def places(here: str, other: str, **more: str) -> Places:
    """The same people in 7А, 7Б and 4В, `more` being added in each: `places("Алла", "Чулпан", branch="Нина")`."""
    return {
        "7А": f"{here} {more.get('own', '')}",
        "7Б": f"{here} {more.get('next', '')}",
        "4В": f"{here} {more.get('branch', '')}",
        "other": other,
    }


PUBLIC = dict.fromkeys(("", "7А", "7Б", "4В", "other"), f"{STRANGER} {SIGNED_IN}")
ANYBODY = {"": SIGNED_IN}
NOBODY = {"": ""}
OWN = places("", "Чеслав", own="Анна", next="Борис", branch="Вера")
FAMILY_OR_PUPIL = {"": "Ваня Мария Павел Стелла"}

OWN_SCHOOL = places("Алла Денис Нина Ирина Софья Полина Белла Тимур Анна Борис Вера Зоя", "Чеслав Чулпан")

VIEW_STRUCTURE = {"": "Алла Денис Ирина Софья Чулпан"}
EDIT_SCHOOL = {"": "Алла Денис Чулпан"}
EDIT_STRUCTURE = {"": "Алла Денис Ирина Чулпан"}
EDIT_ROW = places("Алла Денис Ирина", "Чулпан")
EDIT_STAFF = places("Алла Денис", "Чулпан")
VIEW_STAFF = places("Алла Денис Ирина Софья", "Чулпан")
ACCOUNTS = places("Алла", "Чулпан")
LETTERS = places("Алла", "Чулпан", own="Анна")

PUPIL_LIST = {"": "Алла Денис Нина Ирина Софья Полина Белла Анна Чулпан"}
VIEW_PUPIL = places("Алла Денис Ирина Софья Полина Белла", "Чулпан", own="Анна", branch="Нина")
EDIT_PUPIL = places("Алла Софья", "Чулпан")
HISTORY = places("Алла Денис Ирина", "Чулпан", branch="Нина")
EDIT_GROUP = places("Алла Денис Ирина Софья", "Чулпан", branch="Нина")
SUBGROUP_ONLY = {"7А": "Алла Денис Ирина Софья"}
EXCHANGE = {"": "Алла Чулпан"}
VIEW_TIMETABLE = places("Алла Денис Ирина Софья Полина Белла Тимур Анна Борис Вера Зоя", "Чеслав Чулпан", branch="Нина")

VIEW_COURSE = places("Алла Денис Ирина Полина", "Чеслав Чулпан", own="Анна Зоя", next="Борис", branch="Нина Вера")
VIEW_CLASS = places("Алла Денис Ирина Полина", "Чулпан", own="Анна", branch="Нина")
VIEW_BRANCH = places("Алла Денис Ирина Полина", "Чулпан", branch="Нина")
WRITE_LESSON = OWN
DECIDE = {"": "Алла Денис Нина Ирина Чулпан"}
WATCH = {"": "Денис Нина Ирина Чулпан"}
ABSENCES = {"": "Алла Денис Нина Ирина Софья Чулпан"}
ABSENCE = places("Алла Денис Ирина Софья", "Чулпан", branch="Нина")
DECIDE_DEBT = places("Денис Ирина", "Чулпан", branch="Нина")
SET_TERM = places("Денис Ирина", "Чулпан")
PUT_FINAL = places("Ирина", "Чеслав", own="Анна", next="Борис", branch="Вера")
PLAN_PROCEDURE = places("Денис Ирина", "Чеслав Чулпан", own="Анна", next="Борис", branch="Нина Вера")
VIEW_DIARY = places("Денис Ирина", "Чулпан Стелла", own="Анна Ваня Мария", next="Павел", branch="Нина Мария")

ROUTES: dict[str, Places] = {
    "start": PUBLIC,
    "service:school": PUBLIC,
    "service:schedule": PUBLIC,
    "service:schedule_xlsx": PUBLIC,
    "service:regulation": PUBLIC,
    "service:regulation_pdf": PUBLIC,
    "appearance": PUBLIC,
    "home": ANYBODY,
    "switch_school": OWN_SCHOOL,
    # accounts: everybody's own
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "accounts:accept": PUBLIC,
    "accounts:security": ANYBODY,
    "accounts:end-session": OWN,
    "accounts:end-other-sessions": ANYBODY,
    "accounts:resume": ANYBODY,
    "account_reauthenticate": ANYBODY,
    "account_change_password": ANYBODY,
    "mfa_authenticate": ANYBODY,
    "mfa_reauthenticate": ANYBODY,
    "mfa_index": ANYBODY,
    "mfa_activate_totp": ANYBODY,
    "mfa_deactivate_totp": NOBODY,
    "mfa_view_recovery_codes": NOBODY,
    "mfa_generate_recovery_codes": ANYBODY,
    "mfa_download_recovery_codes": NOBODY,
    "mfa_list_webauthn": ANYBODY,
    "mfa_add_webauthn": ANYBODY,
    "mfa_login_webauthn": ANYBODY,
    "mfa_reauthenticate_webauthn": ANYBODY,
    "mfa_remove_webauthn": OWN,
    "mfa_edit_webauthn": OWN,
    # office: structure
    "school:index": VIEW_STRUCTURE,
    "school:school": EDIT_SCHOOL,
    "school:policy": VIEW_STRUCTURE,
    "school:setting": EDIT_SCHOOL,
    "school:register": VIEW_STRUCTURE,
    "school:new": EDIT_STRUCTURE,
    "school:put": EDIT_ROW,
    "school:remove": EDIT_ROW,
    # office: people
    "people:pupils": PUPIL_LIST,
    "people:admit": {"": "Алла Софья Чулпан"},
    "people:pupil": VIEW_PUPIL,
    "people:change_pupil": EDIT_PUPIL,
    "people:enrol": EDIT_GROUP,
    "people:transfer": EDIT_GROUP,
    "people:leave": EDIT_GROUP,
    "people:new_guardian": EDIT_PUPIL,
    "people:guardian": EDIT_PUPIL,
    "people:letter": LETTERS,
    "people:close": ACCOUNTS,
    "people:history": HISTORY,
    "people:staff": VIEW_STRUCTURE,
    "people:hire": EDIT_SCHOOL,
    "people:employee": VIEW_STAFF,
    "people:change_employee": EDIT_STAFF,
    "people:appoint": EDIT_STAFF,
    "people:staff_letter": ACCOUNTS,
    "people:close_employee": ACCOUNTS,
    "people:end_appointment": EDIT_STAFF,
    # office: classes and timetable
    "classes:groups": PUPIL_LIST,
    "classes:new": {"": "Алла Денис Нина Ирина Софья Чулпан"},
    "classes:history": EDIT_STRUCTURE,
    "classes:group": VIEW_PUPIL,
    "classes:change": EDIT_GROUP,
    "classes:lead": EDIT_STAFF,
    "classes:add_course": EDIT_GROUP,
    "classes:add_member": SUBGROUP_ONLY,
    "classes:letters": LETTERS,
    "classes:change_course": EDIT_GROUP,
    "classes:assign": EDIT_GROUP,
    "classes:end_teaching": EDIT_GROUP,
    "classes:end_stay": EDIT_GROUP,
    "timetable:index": {"": STAFF},
    "lessons:publish": EDIT_ROW,
    "timetable:versions": VIEW_STRUCTURE,
    "timetable:open_draft": EDIT_ROW,
    "timetable:delete_draft": EDIT_ROW,
    "timetable:compare": EDIT_ROW,
    "timetable:load": EDIT_ROW,
    "timetable:editor": EDIT_ROW,
    "timetable:card": EDIT_ROW,
    "timetable:issues": EDIT_ROW,
    "timetable:act": EDIT_ROW,
    "timetable:solver": EDIT_ROW,
    "timetable:run": EDIT_ROW,
    "timetable:stop_run": EDIT_ROW,
    "timetable:apply_run": EDIT_ROW,
    "timetable:take_back_run": EDIT_ROW,
    "timetable:wishes": EDIT_STRUCTURE,
    "timetable:wish": places("Алла Денис Ирина", "Чеслав Чулпан", own="Анна", next="Борис", branch="Вера"),
    "timetables:index": EDIT_STRUCTURE,
    "timetables:file": EDIT_ROW,
    "timetables:choose": EDIT_ROW,
    "timetables:draft": EDIT_ROW,
    "timetables:asc": VIEW_TIMETABLE,
    "timetables:xlsx": VIEW_TIMETABLE,
    "timetables:pdf": VIEW_TIMETABLE,
    # calendars: everybody's own; under a secret address without signing in
    "calendar:index": ANYBODY,
    "calendar:make": NOBODY,
    "calendar:revoke": OWN,
    "calendar:read": PUBLIC,
    # import and export
    "exchange:index": EXCHANGE,
    "exchange:template": EXCHANGE,
    "exchange:export": EXCHANGE,
    "exchange:run": ACCOUNTS,
    "exchange:apply": ACCOUNTS,
    # journal
    "journal:courses": {"": "Алла Денис Нина Ирина Полина Анна Борис Вера Зоя Чеслав Чулпан"},
    "journal:day": {"": "Анна Борис Вера Зоя Чеслав"},
    "journal:school": {"": "Алла Денис Нина Ирина Полина Чулпан"},
    "journal:branch": VIEW_BRANCH,
    "journal:class": {"": "Анна"},
    "journal:group": VIEW_CLASS,
    "journal:course": VIEW_COURSE,
    "journal:finals": VIEW_COURSE,
    "journal:finals post": PUT_FINAL,
    "journal:results": VIEW_CLASS,
    "journal:results post": places("Ирина", "", own="Анна"),
    "journal:average": VIEW_COURSE,
    "journal:lesson": VIEW_COURSE,
    "journal:file": VIEW_COURSE,
    "journal:worker": PUBLIC,
    "journal:operations": {"": SIGNED_IN},
    "journal:cell_history": NOBODY,
    "journal:open": HISTORY,
    "journal:ask": places("", "Чеслав", own="Анна Зоя", next="Борис", branch="Вера"),
    "journal:unlocks": DECIDE,
    "journal:give_unlock": HISTORY,
    "journal:decline_unlock": HISTORY,
    "journal:revoke_unlock": HISTORY,
    "journal:procedures": {"": "Алла Денис Нина Ирина Полина Анна Борис Вера Зоя Чеслав Чулпан"},
    "journal:procedures_xlsx": {"": "Алла Денис Нина Ирина Полина Анна Борис Вера Зоя Чеслав Чулпан"},
    "journal:plan_procedure": {"": "Денис Нина Ирина Анна Борис Вера Чеслав Чулпан"},
    "journal:procedure": PLAN_PROCEDURE,
    "journal:drop_procedure": PLAN_PROCEDURE,
    "journal:approve_schedule": places("Денис Ирина", "Чулпан", branch="Нина"),
    "journal:limits": WRITE_LESSON,
    "journal:homework": VIEW_CLASS,
    "journal:alerts": WATCH,
    "journal:alert_seen": NOBODY,
    "journal:rollback": WATCH,
    "journal:terms": EDIT_STRUCTURE,
    "journal:term": EDIT_ROW,
    "journal:term post": SET_TERM,
    "journal:debts": {"": "Денис Нина Ирина Анна Борис Вера Чеслав Чулпан"},
    "journal:debts_xlsx": {"": "Денис Нина Ирина Анна Борис Вера Чеслав Чулпан"},
    "journal:open_debts": WATCH,
    "journal:debt": places("Денис Ирина", "Чеслав Чулпан", own="Анна", next="Борис", branch="Нина Вера"),
    "journal:plan_resit": DECIDE_DEBT,
    "journal:resit_result": DECIDE_DEBT,
    "journal:debt_deadline": DECIDE_DEBT,
    "journal:annul_debt": DECIDE_DEBT,
    "journal:reopen_debt": DECIDE_DEBT,
    "journal:note_debt": DECIDE_DEBT,
    "journal:text": WRITE_LESSON,
    "journal:roster": WRITE_LESSON,
    "journal:substitute": HISTORY,
    "journal:substitutions": ABSENCES,
    "journal:absences": ABSENCES,
    "journal:new_absence": ABSENCES,
    "journal:cover": ABSENCE,
    "journal:cover_all": HISTORY,
    "journal:change_absence": ABSENCE,
    "journal:withdraw_absence": ABSENCE,
    "journal:give_lesson": HISTORY,
    "journal:cancel_lesson": HISTORY,
    "journal:move_lesson": HISTORY,
    "journal:undo_lesson": HISTORY,
    "journal:day_sheet": ABSENCES,
    "journal:substituted": ABSENCES,
    "journal:substituted_file": ABSENCES,
    "journal:days": DECIDE,
    "journal:new_days": DECIDE,
    "journal:withdraw_days": HISTORY,
    "journal:ring": DECIDE,
    "journal:ring_usual": HISTORY,
    "journal:present": WRITE_LESSON,
    "journal:new_work": WRITE_LESSON,
    "journal:new_task": WRITE_LESSON,
    "journal:work": WRITE_LESSON,
    "journal:drop_work": WRITE_LESSON,
    "journal:drop_task": WRITE_LESSON,
    "journal:plans": {"": "Алла Денис Нина Ирина Полина Анна Борис Вера Чеслав Чулпан"},
    "journal:fulfilment": {"": "Алла Денис Нина Ирина Полина Анна Борис Вера Чеслав Чулпан"},
    "journal:plan": VIEW_COURSE,
    # planning
    "planning:edit": OWN,
    "planning:paste": OWN,
    "planning:join": OWN,
    "planning:copy": places("Ирина", "Чеслав", own="Анна", next="Борис", branch="Вера"),
    "planning:submit": OWN,
    "planning:take_back": OWN,
    "planning:approve": places("Ирина", ""),
    "planning:return": places("Ирина", ""),
    "planning:corrections": VIEW_COURSE,
    "planning:edition": VIEW_COURSE,
    # supervision
    "supervision:index": {"": "Денис Нина Ирина Анна Борис Вера Зоя Чеслав Чулпан"},
    "supervision:checks": {"": "Денис Нина Ирина Анна Борис Вера Зоя Чеслав Чулпан"},
    "supervision:accept_many": {"": "Денис Нина Ирина Чулпан"},
    "supervision:check": {"": "Денис Ирина Чулпан"},
    "supervision:timeliness": {"": "Денис Нина Ирина Чулпан"},
    "supervision:late": {"": "Денис Нина Ирина Чулпан"},
    "supervision:timeliness_file": {"": "Денис Нина Ирина Чулпан"},
    "supervision:choose": {"": "Денис Нина Ирина Чулпан"},
    "supervision:new": places("Денис Ирина", "Чулпан", branch="Нина"),
    "supervision:remark": places("Денис Ирина", "Чеслав Чулпан", own="Анна", next="Борис", branch="Нина Вера"),
    "supervision:answer": OWN,
    "supervision:accept": places("Денис Ирина", "Чулпан"),
    "supervision:return": places("Денис Ирина", "Чулпан"),
    # diary
    "diary:week": FAMILY_OR_PUPIL,
    "diary:marks": FAMILY_OR_PUPIL,
    "diary:file": VIEW_DIARY,
    "diary:week_of": VIEW_DIARY,
    "diary:marks_of": VIEW_DIARY,
    "diary:average": VIEW_DIARY,
}
