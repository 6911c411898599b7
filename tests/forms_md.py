"""The paper forms of Thomas Mills High School, typed from the list of forms that
the schools gave us, not from the templates: what a school would look for on its
own form. Words as they stand on paper, in their order from top to bottom.

``headings``  the form's own, with what its signatures say
``columns``   those of the form's own table, from left to right
``rows``      at least so many in that table
``block``     name of the block that holds them in our template
``added``     what the policy demands and the form lacks, after its own blocks
"""

FORMS = {
    # 1. Annex 2
    "planning": {
        "title": ["Performance Review Planning Record"],
        "headings": [
            "Date of Meeting",
            "Staff",
            "Reviewer",
            "the school",
            "self-review",
            "Objectives",
            "Strategies",
            "Staff comments",
            "Staff",
            "Reviewer",
            "(Signed)",
        ],
        "columns": ["Objectives", "Strategies"],
        "rows": 3,
        "block": "objectives",
        "added": [
            "Success criteria",
            "By when",
            "Support promised",
            "Improvement plan",
            "Evidence to be collected",
            "Training and development needs",
        ],
    },
    # 2. Annex 3
    "review": {
        "title": ["Annual Review Statement"],
        "headings": [
            "Date of Review Meeting",
            "Staff",
            "Reviewer",
            "Objectives and comment on progress towards achieving them",
            "Additional Comments by Reviewer, including an assessment in relation to "
            "the Standards",
            "Staff Comments",
            "Staff",
            "Reviewer",
            "(Signed)",
            "Date",
        ],
        "columns": [],
        "rows": 3,
        "block": "objectives",
        "added": [
            "New objectives",
            "Training and development needs",
            "Recommendation on pay progression",
        ],
    },
    # 3. Annex 4
    "cpd": {
        "title": [
            "Performance Management Review",
            "Record of Continuing Professional Development (CPD) Need",
        ],
        "headings": [
            "Academy Business Manager",
            "Name",
            "Reviewer",
            "CPD need identified",
            "Signed",
            "(Reviewer)",
            "Date",
        ],
        "columns": ["Name", "Reviewer", "CPD need identified"],
        "rows": 1,
        "block": "needs",
        "added": [],
    },
}

# §1.6.1 to §1.6.10, as short labels
STANDARDS = [
    "honesty and integrity",
    "positive professional relationships",
    "working with parents",
    "pupils' dignity and boundaries",
    "safeguarding pupils' well-being",
    "tolerance and respect for rights",
    "fundamental values",
    "ethos, policies and practices",
    "attendance and punctuality",
    "statutory frameworks",
]
