"""The forms of the Kent model policy. The county prescribes what they hold and
prints no form of its own: this is typed from the policy (§4.3 to §4.9, Appendices 1
to 3) and from the list of forms, not from the templates. Words as they stand on
paper, in their order from top to bottom; keys as in ``forms_md``.
"""

FORMS = {
    # 10. Appendix 2: §4.4 and §4.5 for the year that ends, §4.3, §4.5, §4.6 and
    # Appendix 3 §5 for the one that begins, §4.9 for the signatures
    "planning_review": {
        "title": ["Planning and Review Statement"],
        "headings": [
            "Reviewee",
            "Post",
            "Job description current",
            "Reviewer",
            "Cycle",
            "Date of meeting",
            "Review of the past year",
            "Objective and success criteria",
            "Progress",
            "outside the reviewee's control",
            "support given",
            "mid-year review",
            "Training",
            "practice has changed",
            "Absence",
            "Standard",
            "Assessment",
            "Criteria named at planning",
            "Overall performance",
            "Recommendation on pay progression",
            "criteria named at planning",
            "Plan for the year ahead",
            "Objective",
            "Success criteria",
            "Timescale",
            "improvement plan",
            "Support",
            "Team objectives",
            "pay progression",
            "Monitoring",
            "Evidence to be used",
            "Observations",
            "Amount",
            "purpose",
            "Aspects",
            "Observer",
            "Training and development",
            "Work-life balance",
            "Reviewer",
            "(Signed)",
            "Date",
            "Reviewee's comments",
            "Reviewee",
            "optional",
            "(Signed)",
            "Date",
        ],
        "columns": [
            ["Objective and success criteria", "Progress"],
            ["Training or development", "Provided?", "How practice has changed"],
            ["Objective", "Success criteria", "Timescale"],
            ["Amount", "Primary purpose", "Aspects to be assessed", "Observer"],
        ],
        "rows": 3,
        "blocks": ["objectives", "plan_objectives"],
    },
    # 11. Appendix 2, §4.7
    "cpd": {
        "title": ["Training and Development Form"],
        "headings": [
            "Reviewee",
            "Post",
            "Reviewer",
            "Date of meeting",
            "Training and Development Coordinator",
            "Training or development needed",
            "How it could be met",
            "By when",
            "Reviewer",
            "(Signed)",
            "Date",
        ],
        "columns": [
            ["Training or development needed", "How it could be met", "By when"]
        ],
        "rows": 4,
        "blocks": ["needs"],
    },
    # Appendix 1, with the three points of §4.3
    "self_review": {
        "title": ["Framework for Self Review"],
        "headings": [
            "Name",
            "Post",
            "Reviewer",
            "Cycle",
            "need not hand it in",
            "1.",
            "past year",
            "2.",
            "school",
            "3.",
            "development",
        ],
        "columns": [],
        "rows": 0,
        "blocks": [],
    },
}

# Boxes of the statement that a reviewer fills in: code, words of the heading
BOXES = [
    ("job_description", "Job description current"),
    ("absence", "Absence in the year and what was reasonable to achieve"),
    ("overall", "Overall performance against the criteria"),
    ("team_objectives", "Team objectives to which these contribute"),
    ("monitoring", "Monitoring arrangements"),
    ("work_life", "Work-life balance and workload matters raised"),
]

# §4.3: how a reviewee prepares
QUESTIONS = [
    "How do I see my performance over the past year?",
    "What have I contributed to the school beyond my own post?",
    "Which development do I need next?",
]

# Headings of the national standards for teachers: eight and Part two
STANDARDS = [
    "High expectations",
    "Pupils' progress",
    "Subject and curriculum knowledge",
    "Well-structured teaching",
    "Teaching adapted to all pupils",
    "Assessment",
    "Behaviour and safety",
    "Wider professional responsibilities",
    "Personal and professional conduct",
]
