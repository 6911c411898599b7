"""The paper forms of Canonium Learning Trust (Annex A), typed from the list of forms
that the schools gave us and from the trust's own, not from the templates: what a
school would look for on its own form. Words as they stand on paper, in their order
from top to bottom.

``title``       as the policy's data has it, "Series: form" in two lines
``headings``    from the head to the last signature
``categories``  heading, hint and rows of each table of targets
``outcomes``    the lines of the end of the year, each with met / not met
``added``       what the policy demands (§7.3) and the form lacks
"""

COLUMNS = ["Targets", "Agreed outcomes"]

TEACHER = [
    ("Pupil progress targets", "progress of pupils", 1),
    ("Leadership targets", "leads", 1),
    ("Professional development targets", "own improvement", 1),
    ("Enrichment target", "usual habits", 1),
]
LSA = [
    ("Objective 1", "progress of pupils", 1),
    ("Objective 2", "Personal target", 1),
    ("Enrichment objective", "usual habits", 1),
]
SUPPORT = [
    ("School development targets", "", 1),
    ("Professional development targets", "", 1),
    ("Enrichment target", "usual habits", 1),
]

SHEETS = "Primary Academy: Performance Management Record Sheets"

FIRST_HEAD = [
    "Employee name",
    "Job title",
    "Reviewer name",
    "PM cycle dates",
    "From",
    "September",
    "To",
    "August",
    "Professional Standards applicable to the role",
    "Professional Standards working towards",
    "not graded 1 or 2",
    "Key aspects of the improvement plan relevant to the role",
    *[word for number in range(1, 6) for word in (f"Priority {number}", "A1:")],
    "Date of initial meeting",
    "October",
    "Date(s) of informal review meeting(s)",
    "Spring",
    "Date of final review meeting",
    "Summer",
]
NAMES = ["Name of reviewee", "Name of reviewer"]
REVIEW_HEAD = ["Employee name", "Job title", "Reviewer name"]

VARIANTS = {
    "teacher": {
        "title": SHEETS,
        "confidential": True,
        "head": FIRST_HEAD,
        "categories": TEACHER,
        "outcomes": ["Target 1", "Target 2", "Target 3", "Enrichment Target"],
    },
    "lsa": {
        "title": SHEETS,
        "confidential": False,
        "head": NAMES,
        "categories": LSA,
        "outcomes": ["Objective 1", "Objective 2", "Enrichment Objective"],
    },
    "lsa_1to1": {
        "title": SHEETS + " – 1:1 Learning Support Assistants",
        "confidential": False,
        "head": NAMES,
        "categories": LSA,
        "outcomes": ["Objective 1", "Objective 2", "Enrichment Objective"],
    },
    "support": {
        "title": SHEETS + " – Support Staff",
        "confidential": False,
        "head": NAMES,
        "categories": SUPPORT,
        "outcomes": ["Target 1", "Target 2", "Enrichment Target"],
    },
}
SIGNED = ["Signed", "Reviewee", "Reviewer", "Date:"]
PLAN_ADDED = ["Training and development needs"]
REVIEW_ADDED = [
    "Overall assessment",
    "Training met and its impact",
    "Reviewee's comments",
    "Recommendation on pay by the head",
]


def plan_headings(variant):
    """Every heading of the first sheet in its order."""
    return [
        *variant["head"],
        "Record of discussion",
        *[
            word
            for name, hint, _rows in variant["categories"]
            for word in filter(None, [name, "Targets", hint, "Agreed outcomes"])
        ],
        "true record of our meeting",
        *SIGNED,
        *PLAN_ADDED,
    ]


def review_headings(variant):
    """Every heading of the page of the review in its order."""
    return [
        *REVIEW_HEAD,
        "Mid term review notes",
        "End of year review",
        *[
            word
            for name in variant["outcomes"]
            for word in (f"{name}:", "Target met", "not met")
        ],
        "true record of our meeting",
        *SIGNED,
        *REVIEW_ADDED,
    ]


SELF_REVIEW = {
    "title": "Primary Academy Performance Management Review: Self-review meeting notes",
    # The five questions, each by what it is about
    "questions": [
        ["evidence", "targets"],
        ["impact", "children", "learning"],
        ["satisf"],
        ["concern", "why"],
        ["development", "next year"],
    ],
    "lines": 3,
}

# Short labels of the national standards for teachers
STANDARDS = [
    "High expectations",
    "Progress and outcomes",
    "Subject and curriculum knowledge",
    "Planning and teaching",
    "Teaching adapted to every pupil",
    "Assessment",
    "Behaviour",
    "Wider professional responsibilities",
    "Personal and professional conduct",
]
