from odoo import fields
from odoo.exceptions import UserError


def uninstall_hook(env):
    """Refuse while a signed statement is within its retention (TM §8.2): the
    tables would go without a question.

    :raises UserError: saying how many and until when
    """
    today = fields.Date.today()
    statements = env["school.appraisal.statement"].search([("state", "=", "final")])
    kept = [
        until
        for statement in statements
        if (until := statement._retained_until()) >= today
    ]
    if kept:
        raise UserError(
            env._(
                "School Appraisal cannot be uninstalled: %(number)s signed statements "
                "must be kept, the last until %(until)s.",
                number=len(kept),
                until=max(kept),
            )
        )
    # The tables go with the module; the files would stay behind.
    statements._with_pass().write({"attachment_id": False})
    env["school.appraisal.signature"].search([]).write({"scan_id": False})
    files = statements._with_pass().env["ir.attachment"]
    files.search([("res_model", "=like", "school.appraisal%")]).unlink()
