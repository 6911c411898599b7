"""Run on a database of its own by test_print_job: two dozen plans, and a head who
asks for all of them in one zip."""

from odoo.addons.school_appraisal.tests.common import AppraisalTrust

story = AppraisalTrust()
story._set_up_trust(env)  # noqa: F821
for number in range(24):
    employee = story.env["hr.employee"].create({"name": f"Member {number}"})
    story.staff[number] = story._create_staff(employee)
    story._launch(number)
dialog = story.as_("head", story.env["school.appraisal.statement.print"]).create(
    {"cycle_id": story.cycle.id, "with_training": False, "with_unsigned": True}
)
dialog.action_print()
story.env.cr.commit()
