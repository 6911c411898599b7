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
    "head": "of the reviewee's school",
    "former head": "of the reviewee's school",
    "head elsewhere": "of another school of the trust",
    "governor": "decides on pay in the reviewee's school",
    "governor elsewhere": "decides on pay in another school",
    "pay officer": "takes pay decisions to payroll",
    "pay officer, other company": "the same, while working in another company",
    "HR manager": "may do everything with employees, nothing in this addon",
    "system administrator": "may do everything with Odoo, nothing in this addon",
    "administrator": "keeps policies, schools and staff facts",
    "administrator, other company": "the same, while working in another company",
    "data manager": "administrator of this addon and HR manager",
    "colleague": "works at the same school, and is in no role here",
    "portal user": "has a login for visitors only",
}
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
    "reviewee": "read",
    "reviewer · reviewer, other company": "read",
    "head": "read",
    "line manager let in · further line manager let in": "read",
}
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

TABLE = {
    # ONE PERSON'S YEAR
    "appraisal": [
        _READERS,
        {"reviewer · reviewer, other company": "write until the review is signed"},
    ],
    "objective": [
        _READERS,
        {
            "reviewer · reviewer, other company": (
                "write, create, delete until the plan is signed"
            )
        },
    ],
    "evidence": [
        _READERS,
        {
            "reviewer · reviewer, other company": (
                "write, create until the review is signed; "
                "delete until the plan is signed"
            )
        },
    ],
    "training need": [
        _READERS,
        {
            # While a form is shared with him he asks for changes in it instead.
            "reviewee": (
                "create until the plan is shared; "
                "create once the plan is signed until the review is shared"
            ),
            "reviewer · reviewer, other company": (
                "write; create until the review is signed; "
                "delete until the plan is signed"
            ),
            "head": "write",
        },
    ],
    "self-review": {
        "reviewee": (
            "read; write until the self-review is handed in; "
            "create until the review is signed"
        ),
        "reviewer · reviewer, other company · head": (
            "read once the self-review is handed in"
        ),
    },
    "self-review answer": {
        "reviewee": "read; write until the self-review is handed in",
        "reviewer · reviewer, other company · head": (
            "read once the self-review is handed in"
        ),
    },
    "review of an objective": {
        "reviewee": "read once the review is shared",
        "reviewer · reviewer, other company": (
            "read; write, create, delete until the review is signed"
        ),
        "head": "read",
        "line manager let in · further line manager let in": (
            "read once the review is signed"
        ),
    },
    "assessment of a standard": {
        "reviewee": "read once the review is shared",
        "reviewer · reviewer, other company": (
            "read; write, create, delete until the review is signed"
        ),
        "head": "read",
        "line manager let in · further line manager let in": (
            "read once the review is signed"
        ),
    },
    # THE FORMS
    "planning form": {
        "reviewee": "read once the plan is shared",
        "reviewer · reviewer, other company": "read; write until the plan is signed",
        "head": "read",
        "line manager let in · further line manager let in": (
            "read once the plan is signed"
        ),
    },
    "review form": {
        "reviewee": "read once the review is shared",
        "reviewer · reviewer, other company": "read; write until the review is signed",
        "head": "read",
        "line manager let in · further line manager let in": (
            "read once the review is signed"
        ),
    },
    "signature under the plan": _READERS,
    # WHO SEES, AND WHO LOOKED
    "row of access": {
        "reviewee · reviewer · reviewer, other company · head": "read",
    },
    "own row of access": {
        "reviewee · reviewer · reviewer, other company · former reviewer": "read",
        "head · former head": "read",
        "line manager let in · further line manager let in": "read",
        "former line manager let in · line manager to confirm": "read",
    },
    "register of access": {"reviewee · head": "read"},
    # PAY
    "pay recommendation": {
        "reviewee": "read once the review is shared",
        "reviewer · reviewer, other company": "read; write until the review is signed",
        "head": "read; write once the review is signed until the pay is endorsed",
        "governor": "read once the pay is endorsed",
        "pay officer": "read once the pay is decided",
    },
    "reason for the pay recommendation": {
        "reviewee": "read once the review is shared",
        "reviewer · reviewer, other company": (
            "read; write, create until the review is signed"
        ),
        "head": "read",
        "governor": "read once the pay is endorsed",
    },
    # RULES AND FACTS
    "policy": _SETTINGS,
    "staff group": _SETTINGS,
    "form of a policy": _SETTINGS,
    "question of a policy": _SETTINGS,
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
    "cancel dialog": [_DIALOG_OF_HEAD, {"former head · head elsewhere": "create"}],
    "reassign dialog": _DIALOG_OF_HEAD,
    "launch dialog": _DIALOG_OF_HEAD,
    "line of the launch dialog": _DIALOG_OF_HEAD,
    "export dialog": [
        {"everybody": "create"},
        {"pay officer · pay officer, other company": "read, write, delete"},
    ],
    "import dialog": [
        {_ADMINISTRATORS: "create"},
        {"data manager": "read, write, delete"},
    ],
}

# Rows that several buttons share.
_READERS_OF_THE_PLAN = {
    "reviewer · reviewer, other company · head": "press",
    "reviewee": "press once the plan is shared",
    "line manager let in · further line manager let in": (
        "press once the plan is signed"
    ),
}
_REVIEWEE_WHILE_SHARED = {
    "reviewee": "press once the plan is shared until the plan is signed",
}
_GOVERNOR = {
    "governor": "press once the pay is endorsed until the pay is decided",
}

# Buttons. Those for everybody, or for anybody, only open a list or a page, where the
# rights above decide what is in it.
ACTIONS = {
    "appraisal: next step": {
        "reviewer · reviewer, other company": "press until the review is signed",
        "reviewee": (
            "press once the plan is shared until the plan is signed; "
            "press once the review is shared until the review is signed"
        ),
    },
    "appraisal: begin the review": {
        "reviewer · reviewer, other company · head": (
            "press once the plan is signed until the review is begun"
        ),
    },
    "appraisal: prepare the training form": {
        "reviewer · reviewer, other company": "press",
    },
    "appraisal: who can see this": {"anybody": "press"},
    "appraisal: my own": {"everybody": "press"},
    "appraisal: forms": {"everybody": "press"},
    "appraisal: previous year": {
        "reviewee · reviewer · reviewer, other company · head": "press",
        "line manager let in · further line manager let in": "press",
    },
    "appraisal: self-review": {
        "reviewee": "press",
        "reviewer · reviewer, other company · head": (
            "press once the self-review is handed in"
        ),
    },
    "self-review: hand in": {
        "reviewee": "press until the self-review is handed in",
    },
    "planning form: share": {
        "reviewer · reviewer, other company": "press until the plan is shared",
    },
    "planning form: take back": {
        "reviewer · reviewer, other company": (
            "press once the plan is shared until the plan is signed"
        ),
    },
    "planning form: open the share dialog": _READERS_OF_THE_PLAN,
    "planning form: open the sign dialog": _READERS_OF_THE_PLAN,
    "planning form: open the paper dialog": _READERS_OF_THE_PLAN,
    "planning form: open the refusal dialog": _READERS_OF_THE_PLAN,
    "planning form: print": {"everybody": "press"},
    "share dialog: share": {
        "reviewer · reviewer, other company": "press until the plan is shared",
    },
    "sign dialog: sign": {
        "reviewer · reviewer, other company · reviewee": (
            "press once the plan is shared until the plan is signed"
        ),
    },
    "sign dialog: comment": _REVIEWEE_WHILE_SHARED,
    "sign dialog: ask for changes": _REVIEWEE_WHILE_SHARED,
    "paper dialog: record": {
        "head": "press once the plan is shared until the plan is signed",
    },
    "refusal dialog: record": {
        "reviewer · reviewer, other company · head": (
            "press once the plan is shared until the plan is signed"
        ),
    },
    "cancel dialog: cancel": {"head": "press until the review is signed"},
    "reassign dialog: reassign": {"head": "press until the review is signed"},
    "row of access: confirm": {"head": "press"},
    "pay recommendation: endorse": {
        "head": "press once the review is signed until the pay is endorsed",
    },
    "pay recommendation: decide on progress": _GOVERNOR,
    "pay recommendation: decide on no progress": _GOVERNOR,
    "export dialog: export": {"pay officer": "press once the pay is decided"},
    "school: confirm the head": {"administrator · data manager": "press"},
    "cycle: open": {"head": "press"},
    "cycle: close": {"head": "press"},
    "launch dialog: add the people": {"head": "press"},
    "import dialog: check": {"data manager": "press"},
    "import dialog: import": {"data manager": "press"},
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
