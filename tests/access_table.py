"""Who may do what with which record, and when: the table that the access tests run.

It can be read without knowing Odoo. Each entry of ``TABLE`` is one kind of record.
Below it stands who may do what; who is not named may do nothing, not even know how
many there are. A year is told in stages (``STAGES``), and a right may begin "once"
one of them is reached and stop when another is ("until").

``ACTIONS`` says the same of the buttons.

The words are checked by ``test_access_table.py`` for every person, record, operation
and stage. A new kind of record or a new button without a line here fails the tests.
"""

import re

# The year of one person, in the order in which it goes by. Every stage is there when
# the tests run, each in a record of its own.
STAGES = (
    "the plan is begun",
    "the plan is shared",
    "the plan is signed",
    "the review is begun",
    "the review is shared",
    "the review is signed",
    "the pay is endorsed",
    "the pay is decided",
    "the pay is exported",
)
# Other words for a stage: the self-review is handed in on the day of sharing.
SAME_STAGE = {"the self-review is handed in": "the plan is shared"}

# Everybody who tries. "Let in" means: under a policy that lets line managers in.
PEOPLE = {
    "reviewee": "whose year it is",
    "reviewer": "writes the plan and the review",
    "reviewer, other company": "the same, working in another company of the trust",
    "former reviewer": "was reviewer until the head named another",
    "line manager": "manages the reviewee; the policy lets no line managers in",
    "further line manager": "added by the head; the policy lets no line managers in",
    "line manager let in": "manages the reviewee",
    "further line manager let in": "manages the reviewee too, added by the head",
    "former line manager let in": "managed the reviewee until HR named another",
    "line manager to confirm": "made so by himself; nobody has confirmed it",
    "senior leader": "of the school; the policy lets no senior leaders in",
    "senior leader let in": "reads for quality assurance",
    "granted reader": "let in by the head for a time, to the whole appraisal",
    "granted reader, statements only": "let in by the head for a time",
    "granted reader, time over": "was let in until yesterday",
    "appeal hearer": "let in by the head to hear an appeal",
    "observer": "watches the reviewee at work, as the plan agrees",
    "former observer": "was to do so, until the reviewer named another",
    "CPD coordinator": "settles training needs of the school",
    "coordinator elsewhere": "settles training needs of another school",
    "head": "of the reviewee's school",
    "former head": "of the reviewee's school",
    "head elsewhere": "of another school of the trust",
    "head, in his own year": "reviewed by governors",
    "panel governor": "reviews the head beside the reviewer",
    "chair": "of governors; has the head's part in the head's own year",
    "chair, of the staff": "the same, in everybody else's year",
    "chair of the review committee": "reads the head's final statements",
    "senior leader, of the head's year": "the senior leader who is let in elsewhere",
    "trust leader": "sees how far the reviewee's school is, in numbers",
    "governor": "decides on pay in the reviewee's school",
    "governor elsewhere": "decides on pay in another school",
    "pay officer": "takes pay decisions to payroll",
    "pay officer, other company": "the same, while working in another company",
    "second pay officer": "does the same work, with dialogs of his own",
    "HR manager": "may do everything with employees, nothing in this addon",
    "system administrator": "may do everything with Odoo, nothing in this addon",
    "administrator": "keeps policies, schools and staff facts",
    "administrator, other company": "the same, while working in another company",
    "data manager": "administrator of this addon and HR manager",
    "team member": "reviewed together with others, in a year of that team",
    "former team member": "was in that team until its plan was signed, and left it",
    "colleague": "works at the same school, and is in no role here",
    "portal user": "has a login for visitors only",
}
# In these roles somebody acts who is in the list under another name too: what belongs
# to nobody's year is tried once.
SAME_PERSON = {
    "head, in his own year",
    "chair, of the staff",
    "senior leader let in",
    "senior leader, of the head's year",
}
# Several people with the same rights.
REVIEWERS = "reviewer · reviewer, other company · panel governor"
REVIEWEES = "reviewee · head, in his own year"
HEADS = "head · chair"
LINE_MANAGERS = "line manager let in · further line manager let in"
GRANTED = "granted reader · appeal hearer"
STATEMENTS_ONLY = "granted reader, statements only"
LATER_READERS = f"{LINE_MANAGERS} · senior leader let in"

# "Everybody" below is all members of staff.
NOT_STAFF = {"portal user"}

READ = (
    "read",
    "search",
    "group",
    "label",
    "nested read",
    "export",
    "name search",
)
OPERATIONS = (*READ, "write", "create", "delete")

_READERS = {
    f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "read",
    f"{LATER_READERS} · {GRANTED}": "read",
}
_OBSERVATION_DEADLINE = {
    f"{REVIEWERS} · {HEADS}": "read",
    REVIEWEES: "read until the plan is signed; read once the review is begun",
    f"{LATER_READERS} · {GRANTED}": "read once the review is begun",
    "observer": "read once the plan is signed until the review is signed",
}
_PAY_DEADLINE = {
    f"{REVIEWERS} · {HEADS}": "read",
    REVIEWEES: "read once the review is signed",
}
_MEETING = {f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "read"}
# All who have a part in a team's year.
_REVIEWER_OF_TEAM = "reviewer · reviewer, other company"
_TEAM = f"team member · {_REVIEWER_OF_TEAM} · head"
_ADMINISTRATORS = "administrator · administrator, other company · data manager"
_SETTINGS = {
    "everybody": "read",
    _ADMINISTRATORS: "write, create, delete",
}
# A dialog is seen by nobody but who opened it. What it is opened for is checked when
# it acts: see ACTIONS.
_DIALOG_OF_REVIEWER = {
    "reviewer · reviewer, other company": "read, write, create, delete"
}
_DIALOG_OF_HEAD = {"head": "read, write, create, delete"}
# Heads elsewhere and governors: what they open finds nothing of this year.
_OTHER_HEADS = "former head · head elsewhere · governor · governor elsewhere · chair"
_DIALOG_OF_ADMINISTRATOR = {
    "administrator · administrator, other company": "read, write, create, delete"
}

TABLE = {
    # ONE PERSON'S YEAR
    "appraisal": [
        _READERS,
        {f"{STATEMENTS_ONLY} · chair of the review committee": "read"},
        {REVIEWERS: "write until the review is signed"},
    ],
    "objective": [
        _READERS,
        {REVIEWERS: ("write, create, delete until the plan is signed")},
    ],
    "evidence": [
        _READERS,
        {
            REVIEWERS: (
                "write, create until the review is signed; "
                "delete until the plan is signed"
            )
        },
    ],
    # Whoever wrote one corrects it on the same day, and nobody else does.
    "progress note of the reviewee": [
        _READERS,
        {
            f"{REVIEWEES} · {REVIEWERS}": (
                "create once the plan is signed until the review is signed"
            ),
            REVIEWEES: "write once the plan is signed until the review is signed",
        },
    ],
    "progress note of the reviewer": [
        _READERS,
        {
            f"{REVIEWEES} · {REVIEWERS}": (
                "create once the plan is signed until the review is signed"
            ),
            "reviewer · reviewer, other company": (
                "write once the plan is signed until the review is signed"
            ),
        },
    ],
    # The person waits while the observer is writing: from the day of the observation
    # to the feedback.
    "observation": [
        {
            f"{REVIEWERS} · {HEADS}": "read; create until the review is signed",
            REVIEWEES: "read until the plan is signed; read once the review is begun",
            f"{LATER_READERS} · {GRANTED}": "read once the review is begun",
            REVIEWERS: "write, delete until the plan is signed",
            "observer": (
                "read once the plan is signed until the review is signed; "
                "write once the plan is signed until the review is begun"
            ),
        },
    ],
    "deadline": _READERS,
    # Whoever waits for the observation waits for its deadline.
    "deadline of an observation": _OBSERVATION_DEADLINE,
    "deadline of the decision on pay": _PAY_DEADLINE,
    # The calendar shows to each what he reads of the two.
    "deadline on the calendar": _READERS,
    "deadline of an observation on the calendar": _OBSERVATION_DEADLINE,
    "deadline of pay on the calendar": _PAY_DEADLINE,
    "meeting on the calendar": _MEETING,
    # A smaller circle than that of the appraisal.
    "adjustment": {
        f"{REVIEWEES} · {REVIEWERS}": "read; write, create until the review is signed",
        HEADS: "read",
    },
    # Written in other years, for those three.
    "earlier paper": {f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "read"},
    # Why a year stood still is for the head alone.
    "time of standing still": {HEADS: "read"},
    "decision on a change": {f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "read"},
    # The reviewer whom it is about is not told.
    "request for another reviewer": {
        REVIEWEES: (
            "read; write, delete until the plan is shared; "
            "create until the review is signed"
        ),
        HEADS: "read once the plan is shared",
    },
    "meeting": _MEETING,
    "training need": [
        {
            f"{REVIEWEES} · {REVIEWERS} · {HEADS} · {LINE_MANAGERS}": "read",
            "CPD coordinator": "read, write once the plan is signed",
            # While a form is shared with him he asks for changes in it instead.
            REVIEWEES: (
                "create until the plan is shared; "
                "create once the plan is signed until the review is shared"
            ),
            REVIEWERS: (
                "write; create until the review is signed; "
                "delete until the plan is signed"
            ),
            HEADS: "write",
        },
    ],
    "self-review": {
        REVIEWEES: (
            "read; write until the self-review is handed in; "
            "create until the review is signed"
        ),
        f"{REVIEWERS} · {HEADS}": ("read once the self-review is handed in"),
    },
    "self-review answer": {
        REVIEWEES: "read; write until the self-review is handed in",
        f"{REVIEWERS} · {HEADS}": ("read once the self-review is handed in"),
    },
    "checklist of the reviewee": {
        REVIEWEES: "read; write until the review is signed",
    },
    "checklist of the reviewer": {
        REVIEWERS: "read; write until the review is signed",
    },
    "checklist of both": {
        f"{REVIEWEES} · {REVIEWERS}": "read; write until the review is signed",
        HEADS: "read",
    },
    "review of an objective": {
        REVIEWEES: "read once the review is shared",
        REVIEWERS: ("read; write, create, delete until the review is signed"),
        HEADS: "read",
        f"{LATER_READERS} · {GRANTED}": "read once the review is signed",
    },
    "assessment of a standard": {
        REVIEWEES: "read once the review is shared",
        REVIEWERS: ("read; write, create, delete until the review is signed"),
        HEADS: "read",
        f"{LATER_READERS} · {GRANTED}": "read once the review is signed",
    },
    # THE FORMS
    "planning form": {
        REVIEWEES: "read once the plan is shared",
        REVIEWERS: "read; write until the plan is signed",
        HEADS: "read",
        f"{GRANTED} · {STATEMENTS_ONLY}": "read once the plan is shared",
        f"{LATER_READERS} · chair of the review committee": (
            "read once the plan is signed"
        ),
    },
    "review form": {
        REVIEWEES: "read once the review is shared",
        REVIEWERS: "read; write until the review is signed",
        HEADS: "read",
        f"{GRANTED} · {STATEMENTS_ONLY}": "read once the review is shared",
        f"{LATER_READERS} · chair of the review committee": (
            "read once the review is signed"
        ),
    },
    "text on the planning form": {
        REVIEWEES: "read once the plan is shared",
        REVIEWERS: "read; write until the plan is signed",
        HEADS: "read",
        f"{GRANTED} · {STATEMENTS_ONLY}": "read once the plan is shared",
        f"{LATER_READERS} · chair of the review committee": (
            "read once the plan is signed"
        ),
    },
    "signature under the plan": [
        _READERS,
        {f"{STATEMENTS_ONLY} · chair of the review committee": "read"},
    ],
    # A TEAM, whose plan is signed (WP §4). Other years of its members are their own.
    "team": {_TEAM: "read"},
    # Who consented, declined or left.
    "membership in a team": {"team member · head": "read"},
    "year of a team": {
        f"{_TEAM} · former team member": "read",
        _REVIEWER_OF_TEAM: "write",
    },
    "objective of a team": {_TEAM: "read"},
    # Which came up after the plan.
    "training need of a team": {
        _TEAM: "read",
        "team member": "create",
        _REVIEWER_OF_TEAM: "write, create, delete",
        "head": "write",
    },
    # Who left keeps the final forms that he signed.
    "plan of a team": {f"{_TEAM} · former team member": "read"},
    "signature under a team's plan": {f"{_TEAM} · former team member": "read"},
    # WHO SEES, AND WHO LOOKED
    "row of access": {f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "read"},
    "own row of access": {
        f"{REVIEWEES} · {REVIEWERS} · {HEADS} · {LATER_READERS}": "read",
        f"{GRANTED} · {STATEMENTS_ONLY} · granted reader, time over": "read",
        "former reviewer · former head · chair of the review committee": "read",
        "former line manager let in · line manager to confirm": "read",
    },
    "register of access": {f"{REVIEWEES} · {HEADS}": "read"},
    # PAY
    "pay recommendation": {
        REVIEWEES: "read once the review is shared",
        REVIEWERS: "read; write until the review is signed",
        HEADS: "read; write once the review is signed until the pay is endorsed",
        "governor": "read once the pay is endorsed",
        "pay officer · second pay officer": "read once the pay is decided",
    },
    "reason for the pay recommendation": {
        REVIEWEES: "read once the review is shared",
        REVIEWERS: ("read; write, create until the review is signed"),
        HEADS: "read",
        "governor": "read once the pay is endorsed",
    },
    # Numbers of a whole cycle; of a few people not even stages.
    "figures of a cycle": {"head · trust leader": "read"},
    # RULES AND FACTS
    "policy": _SETTINGS,
    "staff group": _SETTINGS,
    "form of a policy": _SETTINGS,
    "box of a form": _SETTINGS,
    "category of objectives": _SETTINGS,
    "value of a scale": _SETTINGS,
    "size of a panel": _SETTINGS,
    "limit of a policy": _SETTINGS,
    "question of a policy": _SETTINGS,
    "checklist item of a policy": _SETTINGS,
    "objective of the library": _SETTINGS,
    "set of standards": _SETTINGS,
    "standard": _SETTINGS,
    "school": {
        "everybody": "read",
        "administrator · data manager": "write, create",
    },
    "cycle": {
        "everybody": "read",
        "administrator · data manager": "write, create",
    },
    "nomination for an office": {"head · administrator · data manager": "read"},
    "improvement priority": {
        "everybody": "read",
        "head": "write, create, delete",
        "administrator · data manager": "write, create, delete",
    },
    "staff facts": {
        "reviewee": "read",
        "head": "read, write",
        "administrator · data manager": "read, write, create",
    },
    # STARTING THE YEAR: nobody but who made the list reads who is left out, and why.
    "list of people to add": {
        "head": "read, write, create",
        "chair · line manager": "create",
    },
    "person to add": {"head": "read, write"},
    # DIALOGS
    "share dialog": [_DIALOG_OF_REVIEWER, {"head": "create"}],
    "sign dialog": [_DIALOG_OF_REVIEWER, {"head": "create"}],
    "paper dialog": [
        _DIALOG_OF_HEAD,
        {"reviewer · reviewer, other company": "create"},
    ],
    "refusal dialog": [
        _DIALOG_OF_HEAD,
        {"reviewer · reviewer, other company": "create"},
    ],
    "copy dialog": _DIALOG_OF_REVIEWER,
    "line of the copy dialog": _DIALOG_OF_REVIEWER,
    "dialog to collect evidence": _DIALOG_OF_REVIEWER,
    "cancel dialog": [
        _DIALOG_OF_HEAD,
        {
            "former head · head elsewhere": "create",
            "governor · governor elsewhere · chair": "create",
        },
    ],
    "dialog to let a year stand still": _DIALOG_OF_HEAD,
    "dialog to decide on a change": _DIALOG_OF_HEAD,
    "dialog to cancel an observation": [
        _DIALOG_OF_REVIEWER,
        {"head": "create"},
    ],
    "dialog to extend a deadline": _DIALOG_OF_HEAD,
    "dialog to comment on an observation": {"reviewee": "read, write, create, delete"},
    "reassign dialog": _DIALOG_OF_HEAD,
    "answer dialog": _DIALOG_OF_HEAD,
    "grant dialog": _DIALOG_OF_HEAD,
    "dialog to propose a team": _DIALOG_OF_HEAD,
    "meeting dialog": [_DIALOG_OF_REVIEWER, {"head": "create"}],
    "dialog of several meetings": [_DIALOG_OF_REVIEWER, {"head": "create"}],
    "print dialog": [_DIALOG_OF_HEAD, {_OTHER_HEADS: "create"}],
    "dialog to let managers add people": _DIALOG_OF_HEAD,
    "dialog to import plans": [_DIALOG_OF_HEAD, {_OTHER_HEADS: "create"}],
    "dialog to import earlier papers": [_DIALOG_OF_HEAD, {_OTHER_HEADS: "create"}],
    "dialog to remove an earlier paper": _DIALOG_OF_HEAD,
    # What was printed, and the files of it: for a day.
    "printing of several forms": {"head": "read, delete"},
    "export dialog": {
        "pay officer · pay officer, other company": "read, write, create, delete",
        "second pay officer": "create",
    },
    "import dialog": [
        {_ADMINISTRATORS: "create"},
        {"data manager": "read, write, delete"},
    ],
    "set-up dialog": [_DIALOG_OF_ADMINISTRATOR, {"data manager": "create"}],
    "school in the set-up dialog": _DIALOG_OF_ADMINISTRATOR,
    "job in the set-up dialog": _DIALOG_OF_ADMINISTRATOR,
}

# A form says what stands on it: who may read the form reads these words there, also
# one who may not open the records that they were taken from.
PRINTED_ON = {
    "planning form": {
        "objective",
        "evidence",
        "observation",
        "training need",
        "text on the planning form",
    },
    "review form": {
        "objective",
        "review of an objective",
        "assessment of a standard",
        "training need",
        "pay recommendation",
        "reason for the pay recommendation",
    },
}

# Rows that several buttons share.
_READERS_OF_THE_PLAN = {
    f"{REVIEWERS} · {HEADS}": "press",
    f"{REVIEWEES} · {GRANTED} · {STATEMENTS_ONLY}": "press once the plan is shared",
    f"{LATER_READERS} · chair of the review committee": "press once the plan is signed",
}
_REVIEWEE_WHILE_SHARED = {
    REVIEWEES: "press once the plan is shared until the plan is signed",
}
_GOVERNOR = {
    "governor": "press once the pay is endorsed until the pay is decided",
}

# Buttons. Those for everybody, or for anybody, only open a list or a page, where the
# rights above decide what is in it.
ACTIONS = {
    "appraisal: next step": {
        "reviewer · reviewer, other company": "press until the review is signed",
        # The form asks the reviewer and the person to sign it, not the panel.
        "panel governor": (
            "press until the plan is shared; "
            "press once the plan is signed until the review is shared"
        ),
        REVIEWEES: (
            "press once the plan is shared until the plan is signed; "
            "press once the review is shared until the review is signed"
        ),
    },
    "appraisal: begin the review": {
        f"{REVIEWERS} · {HEADS}": (
            "press once the plan is signed until the review is begun"
        ),
    },
    "appraisal: prepare the training form": {
        REVIEWERS: "press",
    },
    "appraisal: set a meeting": {
        f"{REVIEWERS} · {HEADS}": "press until the review is signed",
    },
    "meeting dialog: set": {
        f"{REVIEWERS} · {HEADS}": "press until the review is signed"
    },
    "meeting dialog: propose a later time": {
        f"{REVIEWERS} · {HEADS}": "press until the review is signed",
    },
    "dialog of several meetings: set": {
        f"{REVIEWERS} · {HEADS}": "press until the review is signed"
    },
    "appraisal: remind": {HEADS: "press until the review is signed"},
    "appraisal: who can see this": {"anybody": "press"},
    "appraisal: my own": {"everybody": "press"},
    "appraisal: forms": {"everybody": "press"},
    "appraisal: previous year": {
        f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "press",
        f"{LATER_READERS} · {GRANTED} · {STATEMENTS_ONLY}": "press",
        "chair of the review committee": "press",
    },
    "appraisal: self-review": {
        REVIEWEES: "press",
        f"{REVIEWERS} · {HEADS}": ("press once the self-review is handed in"),
    },
    "appraisal: begin the mid-year review": {
        REVIEWERS: "press once the plan is signed until the review is begun",
    },
    "progress note of the reviewee: correct": {
        REVIEWEES: "press once the plan is signed until the review is signed",
    },
    "appraisal: tell of the mid-year review": {
        REVIEWERS: "press once the plan is signed until the review is begun",
    },
    "self-review: side by side": {
        REVIEWEES: "press",
        f"{REVIEWERS} · {HEADS}": ("press once the self-review is handed in"),
    },
    "appraisal: checklist": {f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "press"},
    "appraisal: copy objectives": {REVIEWERS: "press until the plan is signed"},
    "copy dialog: copy": {REVIEWERS: "press until the plan is signed"},
    "dialog to collect evidence: collect": {
        REVIEWERS: "press once the plan is signed until the review is signed"
    },
    "self-review: hand in": {
        REVIEWEES: "press until the self-review is handed in",
    },
    "calendar: open": {
        f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "press",
        f"{LATER_READERS} · {GRANTED}": "press",
    },
    "deadline: more time": {HEADS: "press until the plan is signed"},
    "dialog to extend a deadline: extend": {HEADS: "press until the plan is signed"},
    # One that was added in the year.
    "observation: it took place": {"observer": "press until the review is signed"},
    "observation: feedback is given": {"observer": "press until the review is signed"},
    "observation: record": {"observer": "press until the review is signed"},
    "dialog to cancel an observation: cancel": {
        f"{REVIEWERS} · {HEADS}": "press until the review is signed",
    },
    "dialog to comment on an observation: comment": {
        REVIEWEES: "press until the review is signed",
    },
    "planning form: share": {
        REVIEWERS: "press until the plan is shared",
    },
    "planning form: take back": {
        REVIEWERS: ("press once the plan is shared until the plan is signed"),
    },
    "planning form: open the share dialog": _READERS_OF_THE_PLAN,
    "planning form: open the sign dialog": _READERS_OF_THE_PLAN,
    "planning form: open the paper dialog": _READERS_OF_THE_PLAN,
    "planning form: open the refusal dialog": _READERS_OF_THE_PLAN,
    "planning form: print": {"everybody": "press"},
    "review form: share": {
        REVIEWERS: "press once the review is begun until the review is shared",
    },
    "review form: take back": {
        REVIEWERS: "press once the review is shared until the review is signed",
    },
    "review form: sign": {
        f"reviewer · reviewer, other company · {REVIEWEES}": (
            "press once the review is shared until the review is signed"
        ),
    },
    "review form: refusal": {
        f"{REVIEWERS} · {HEADS}": (
            "press once the review is shared until the review is signed"
        ),
    },
    "share dialog: share": {
        REVIEWERS: "press until the plan is shared",
    },
    "sign dialog: sign": {
        f"reviewer · reviewer, other company · {REVIEWEES}": (
            "press once the plan is shared until the plan is signed"
        ),
    },
    "sign dialog: comment": _REVIEWEE_WHILE_SHARED,
    "sign dialog: ask for changes": _REVIEWEE_WHILE_SHARED,
    "paper dialog: record": {
        HEADS: "press once the plan is shared until the plan is signed",
    },
    "refusal dialog: record": {
        f"{REVIEWERS} · {HEADS}": (
            "press once the plan is shared until the plan is signed"
        ),
    },
    "cancel dialog: cancel": {HEADS: "press until the review is signed"},
    "dialog to let a year stand still: do so": {
        HEADS: "press until the review is signed"
    },
    "dialog to decide on a change: decide": {HEADS: "press until the review is signed"},
    # One that stands still.
    "appraisal: resume": {"head": "press"},
    "reassign dialog: reassign": {HEADS: "press until the review is signed"},
    "appraisal: requests for another reviewer": {
        f"{REVIEWEES} · {REVIEWERS} · {HEADS}": "press",
        f"{LATER_READERS} · {GRANTED} · {STATEMENTS_ONLY}": "press",
        "chair of the review committee": "press",
    },
    "request for another reviewer: send": {
        REVIEWEES: "press until the plan is shared",
    },
    "request for another reviewer: take back": {
        REVIEWEES: "press once the plan is shared until the review is signed",
    },
    "answer dialog: grant": {
        HEADS: "press once the plan is shared until the review is signed",
    },
    "answer dialog: decline": {
        HEADS: "press once the plan is shared until the review is signed",
    },
    "grant dialog: grant": {HEADS: "press"},
    "dialog to propose a team: ask": {"head": "press"},
    "team: withdraw the proposal": {"head": "press"},
    "team: its year": {_TEAM: "press"},
    "membership in a team: consent": {"team member": "press"},
    "membership in a team: decline": {"team member": "press"},
    "membership in a team: leave": {"team member": "press"},
    "membership in a team: the team's year": {"team member · head": "press"},
    "year of a team: the team": {_TEAM: "press"},
    "print dialog: print": {HEADS: "press"},
    "printing of several forms: look again": {"head": "press"},
    "row of access: confirm": {"head": "press"},
    "row of access: end": {HEADS: "press"},
    "pay recommendation: endorse": {
        HEADS: "press once the review is signed until the pay is endorsed",
    },
    "pay recommendation: decide on progress": _GOVERNOR,
    "pay recommendation: decide on no progress": _GOVERNOR,
    "export dialog: export": {
        "pay officer · second pay officer": "press once the pay is decided"
    },
    "school: confirm the head": {"administrator · data manager": "press"},
    "nomination: confirm": {"head · administrator · data manager": "press"},
    "nomination: withdraw": {"head · administrator · data manager": "press"},
    "cycle: open": {"head": "press"},
    "cycle: close": {"head": "press"},
    # Whom the head lets add the own team.
    "cycle: add people": {f"{HEADS} · line manager": "press"},
    "dialog to let managers add people: name": {"head": "press"},
    "cycle: add the own team": {"line manager": "press"},
    "cycle: import plans": {HEADS: "press"},
    "dialog to import plans: check": {HEADS: "press"},
    "dialog to import plans: import": {HEADS: "press"},
    "dialog to import earlier papers: check": {HEADS: "press"},
    "dialog to import earlier papers: import": {HEADS: "press"},
    "dialog to remove an earlier paper: remove": {
        HEADS: "press until the plan is signed"
    },
    "list of people to add: start": {"head": "press"},
    "list of people to add: look again": {"head": "press"},
    "list of people to add: how far": {"head": "press"},
    "list of people to add: stop": {"head": "press"},
    "import dialog: check": {"data manager": "press"},
    "import dialog: import": {"data manager": "press"},
    "set-up dialog: open": {_ADMINISTRATORS: "press"},
    "set-up dialog: go to a step": {_ADMINISTRATORS: "press"},
    "set-up dialog: choose the policy": {_ADMINISTRATORS: "press"},
    # Schools, staff and cycles are those of the company in which one works: of another
    # one, the jobs are passed over.
    "set-up dialog: schools and people": {"administrator · data manager": "press"},
    "set-up dialog: staff groups and jobs": {_ADMINISTRATORS: "press"},
    "set-up dialog: cycle": {"administrator · data manager": "press"},
    "set-up dialog: staff list": {_ADMINISTRATORS: "press"},
    "set-up dialog: improvement plan": {_ADMINISTRATORS: "press"},
    "employee: appraisals": {"everybody": "press"},
    "employee's public card: appraisals": {"everybody": "press"},
}

_PHRASE = re.compile(
    r"(?P<words>[a-z, ]+?)(?: once (?P<once>.+?))?(?: until (?P<until>.+?))?$"
)


def rights(table, entry):
    """{(person, operation): stages} of one entry, ``stages`` as a set of numbers."""
    rows = table[entry]
    result = {}
    for row in rows if isinstance(rows, list) else [rows]:
        for people, phrases in row.items():
            for person in _people(people):
                for operation, stages in _read(phrases):
                    result.setdefault((person, operation), set()).update(stages)
    return result


def _people(words):
    for name in words.split(" · "):
        if name in ("everybody", "anybody"):
            kept = NOT_STAFF if name == "everybody" else set()
            yield from (person for person in PEOPLE if person not in kept)
        elif name in PEOPLE:
            yield name
        else:
            raise ValueError(f"Nobody is called {name!r} here.")


def _read(phrases):
    for phrase in phrases.split("; "):
        found = _PHRASE.match(phrase)
        begin = _stage(found["once"]) if found["once"] else 0
        end = _stage(found["until"]) if found["until"] else len(STAGES)
        for word in found["words"].split(", "):
            if word not in ("read", "write", "create", "delete", "press"):
                raise ValueError(f"{word!r} is no operation.")
            for operation in READ if word == "read" else (word,):
                yield operation, range(begin, end)


def _stage(words):
    return STAGES.index(SAME_STAGE.get(words, words))
