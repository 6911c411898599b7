"""Run on a database of its own by test_print_job: what the server does in the
background, two forms at a time."""

from odoo.addons.school_appraisal.models import appraisal_print_job

appraisal_print_job.BATCH = 2
env["school.appraisal.print.job"]._cron_print()  # noqa: F821
