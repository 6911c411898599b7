"""The paper forms of Williamstown Primary School, typed from the list of forms that
the schools gave us and from the school's procedure, not from the templates: what a
school would look for on its own form. Words in their order from top to bottom.

``columns``   of the form's tables in their order, each from left to right, with the
              name of the block that holds the table in our template and its least
              number of rows
``sign``      who signs and dates, in this order
"""

FORMS = {
    # 4. Performance Management Pre-Review Meeting Form
    "self_review": {
        "title": ["Pre-Review Meeting Form"],
        "headings": ["Appraisee name", "Job title"],
        "columns": [],
        "sign": [],
    },
    # 5. Performance Review and Planning Statement
    "planning_review": {
        "title": ["Performance Review and Planning Statement"],
        "headings": [
            "Appraisee name",
            "Job title",
            "Progress on previous objectives",
            "Objective",
            "Assessment/Progress/notes",
            "help",
            "hinder progress",
            "training/development interventions",
            "Training/development activity",
            "Success",
            "Any additional comments",
            "Objectives for next year",
            "Objective",
            "Success criteria/timescale",
            "Monitoring method",
        ],
        "columns": [
            (["Objective", "Assessment/Progress/notes"], "progress", 3),
            (["Training/development activity", "Success"], "training_done", 3),
            (
                ["Objective", "Success criteria/timescale", "Monitoring method"],
                "next_year",
                3,
            ),
        ],
        "sign": ["Signed/dated: appraisee", "Signed/dated: appraiser"],
    },
    # 6. Training and Development Needs/CPD
    "cpd": {
        "title": ["Training and Development Needs/CPD"],
        "headings": [
            "Appraisee name",
            "Job title",
            "Training/development need",
            "Action to be taken",
        ],
        "columns": [(["Training/development need", "Action to be taken"], "needs", 5)],
        "sign": ["Signed/dated: appraisee", "Signed/dated: appraiser"],
    },
}

# What each of the seven questions of form 4 is about
QUESTIONS = [
    ["achieve", "objectives"],
    ["help"],
    ["hinder"],
    ["training"],
    ["priorities"],
    ["learn"],
    ["career"],
]

BOXES = {
    "help_hinder": "Did anything help or hinder progress?",
    "comments": "Any additional comments",
    "manager_actions": "Actions by the manager",
}
