"""The paper forms of the guidance of 2011 for school support staff, typed from its
annexes 3a and 3b, not from the templates: what a school would look for on its own
form. Words as they stand on paper, in their order from top to bottom.

``title``     in the first line of the sheet
``headings``  the form's own, with what its signatures say
``blocks``    the form's own tables: name of the block in our template, the headings
              of its columns from left to right, and the least number of rows
``added``     what the guidance demands and the form lacks, after its own blocks
"""

HEAD = [
    "Name of Reviewee:",
    "Job Title:",
    "Name of Reviewer:",
    "Team:",
    "Date of Review:",
]

FORMS = {
    # 7. Annex 3a
    "plan": {
        "title": "Support Staff Performance Management - Individual Plan",
        "headings": [
            *HEAD,
            "Performance management objectives for the year ahead",
            "Observation of work",
            "classroom based staff",
            "Other sources of evidence",
            "classroom and other support staff",
            "Reviewer's signature:",
            "Date:",
            "Reviewee's comments (optional)",
            "Reviewee's signature:",
            "Date:",
        ],
        "blocks": {
            "objectives": (
                [
                    "Objectives for the coming year",
                    "Action steps",
                    "Timescale",
                    "Success criteria",
                ],
                3,
            ),
            "observations": (
                ["Class / group / work", "Term", "Focus", "Observer"],
                1,
            ),
            "evidence": (["What / who?", "When / where?", "Questions"], 1),
        },
        "added": ["Training and development needs"],
    },
    # 8. Annex 3a, second part
    "annex": {
        "title": "Support Staff Performance Management - Training and Development "
        "Annex",
        "headings": [
            "copy",
            "Name of Reviewee:",
            "Name of Reviewer:",
            "Team:",
            "Date of Review:",
            "Support for personal development and professional aspirations",
            "mentor",
            "course",
            "costs",
            "Support required for meeting objectives",
            "Timescale",
            "1.",
            "2.",
            "3.",
            "Support required for development of professional aspirations",
            "Reviewer's signature:",
            "Date:",
            "Reviewee's signature:",
            "Date:",
        ],
        "blocks": {
            "needs": (["Support required for meeting objectives", "Timescale"], 3),
            "aspirations": (
                ["Support required for development of professional aspirations", ""],
                1,
            ),
        },
        "added": [],
    },
    # 9. Annex 3b
    "review": {
        "title": "Support Staff Performance Management - Review Statement",
        "headings": [
            *HEAD,
            "To what extent",
            "been achieved?",
            "1.",
            "2.",
            "3.",
            "Other achievements in the last year",
            "Agreed action(s)",
            "Reviewer's comments",
            "Reviewee's comments (optional)",
            "Reviewer's signature:",
            "Date:",
            "Reviewee's signature:",
            "Date:",
        ],
        "blocks": {
            "reviews": (
                [
                    "Objective",
                    "Review of objectives",
                    "Assessment (Exceeded, Met, Partly Met, Not Met)",
                    "Interim review – if appropriate",
                    "Annual review",
                ],
                3,
            ),
        },
        "added": [],
    },
    # 9, at the end: the guidance asks for a short report and has no form for it
    "observation": {
        "title": "Support Staff Performance Management - Observation Report",
        "headings": [
            "Name of person observed:",
            "Observer:",
            "Date of observation:",
            "Focus of observation:",
            "What was seen",
            "Strengths",
            "Comments of the person observed (optional)",
        ],
        "blocks": {},
        "added": [],
    },
}
