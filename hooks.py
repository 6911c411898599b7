from odoo.exceptions import UserError


def pre_init_hook(env):
    """Odoo has no Welsh of its own: where a database has one already, the presets
    use that (WP §1.6)."""
    languages = env["res.lang"].with_context(active_test=False)
    if welsh := languages.search([("code", "=", "cy_GB")], limit=1):
        env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": "school_appraisal.lang_cy_GB",
                    "record": welsh,
                    "noupdate": True,
                }
            ]
        )


def uninstall_hook(env):
    """Refuse while a signed statement is within its retention (TM §8.2): the
    tables would go without a question.

    :raises UserError: saying how many and until when
    """
    statements = env["school.appraisal.statement"].search([])
    if kept := statements._within_retention():
        raise UserError(
            env._(
                "School Appraisal cannot be uninstalled: %(number)s signed statements "
                "must be kept, the last until %(until)s.",
                number=len(kept),
                until=max(statement._retained_until() for statement in kept),
            )
        )
    # The tables go with the module; the files would stay behind.
    statements._with_pass().write({"attachment_id": False})
    signatures = env["school.appraisal.signature"].search([])
    signatures._with_pass().write({"scan_id": False})
    papers = env["school.appraisal.earlier.paper"].search([])
    papers._with_pass().write({"attachment_id": False})
    files = statements._with_pass().env["ir.attachment"]
    files.search([("res_model", "=like", "school.appraisal%")]).unlink()
    env["school.appraisal.task"]._tasks().unlink()
    # Odoo leaves settings behind.
    env["ir.config_parameter"].search([("key", "=like", "school_appraisal.%")]).unlink()
