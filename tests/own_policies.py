"""Run on a database of its own by test_sixth_policy: a copy of a preset, changed, and
a policy of the school's own."""

from odoo.addons.school_appraisal.tests.sixth_policy import make_policy, make_views

copy = env.ref("school_appraisal.policy_tm").copy()  # noqa: F821
copy.write({"reviewer_word": "Coach", "retention_years": 9})
copy.staff_group_ids.write({"objective_max": 5})
copy.staff_group_ids.question_ids[0].name = "What are you proud of?"
copy.staff_group_ids.question_ids[1:].unlink()
make_views(env)  # noqa: F821
make_policy(env)  # noqa: F821
