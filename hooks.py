from odoo import fields
from odoo.exceptions import UserError


def uninstall_hook(env):
    """Refuse while a signed statement is within its retention (TM §8.2): the
    tables would go without a question.

    :raises UserError: saying how many and until when
    """
    today = fields.Date.today()
    kept = [
        (statement, statement._retained_until())
        for statement in env["school.appraisal.statement"].search(
            [("state", "=", "final")]
        )
    ]
    kept = [until for statement, until in kept if until >= today]
    if kept:
        raise UserError(
            env._(
                "School Appraisal cannot be uninstalled: %(number)s signed statements "
                "must be kept, the last until %(until)s.",
                number=len(kept),
                until=max(kept),
            )
        )
    frozen = env["school.appraisal"]._with_pass().env["ir.attachment"]
    frozen.search([("res_model", "=like", "school.appraisal%")]).unlink()
