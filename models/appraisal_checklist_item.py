from odoo import fields, models

# What is gone through when: an item says whose list it stands on.
PHASES = [
    ("before", "Before the meeting"),
    ("meeting", "At the meeting"),
    ("after", "After the meeting"),
    ("objectives", "Good objectives"),
]
PARTIES = [
    ("reviewee", "The person reviewed"),
    ("reviewer", "The reviewer"),
    ("both", "Both together"),
]


class AppraisalChecklistItem(models.Model):
    """A point of a staff group's checklists (WP, KM §4.3), or a prompt that helps to
    find good objectives (TM §2.1, KM §4.6, CT §5.2).

    The administrator keeps them. In each appraisal they are ticked by hand; none of
    them holds anything up.
    """

    _name = "school.appraisal.checklist.item"
    _inherit = ["school.appraisal.group.line"]
    _description = "Checklist item"

    phase = fields.Selection(PHASES, "When", required=True, default="before")
    party = fields.Selection(
        PARTIES,
        "Whose",
        required=True,
        default="reviewer",
        help="Only the side named sees its own rows; what is for both together is "
        "one row that both tick, and the head reads.",
    )
    name = fields.Char("Point", required=True, translate=True)
