"""Run on a database of its own by test_module: one plan, signed by both."""

from odoo.addons.school_appraisal.tests.common import AppraisalTrust

story = AppraisalTrust()
story._set_up_trust(env)  # noqa: F821
story._sign_plan(story._launch())
