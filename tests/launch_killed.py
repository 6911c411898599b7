"""Run on a database of its own by test_launch: a whole staff is started by the job.

With the word ``kill`` in APPRAISAL_STORY the server is killed in the middle of a part,
as by a power cut; with ``go on`` another one finds what is left. Prints what stands in
the database.
"""

import os
import signal
from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.school_appraisal.models import appraisal_launch
from odoo.addons.school_appraisal.tests.common import AppraisalTrust

STAFF = 60
PART = 7
story = AppraisalTrust()


def begin():
    story._set_up_trust(env)  # noqa: F821
    story._create_staff(story.employees["head"])
    employees = story.env["hr.employee"].create(
        [
            {"name": f"Person {number}", "parent_id": story.employees["manager"].id}
            for number in range(STAFF)
        ]
    )
    for employee in employees:
        story._create_staff(employee)
    launch = (
        story.env["school.appraisal.launch"]
        .with_user(story.users["head"])
        .create({"cycle_ids": [Command.set(story.cycle.ids)]})
    )
    launch.line_ids.filtered("included").reviewer_id = story.users["manager"]
    launch.action_launch()
    story.env.cr.commit()


def killed_in_the_third_part(self, reviewers, terms=None):
    made = make_appraisals(self, reviewers, terms)
    self.env.flush_all()
    calls.append(made)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return made


Cycle = env.registry["school.appraisal.cycle"]  # noqa: F821
make_appraisals, calls = Cycle._make_appraisals, []
# A part of a few, so that few people are enough.
appraisal_launch.BATCH = PART
if os.environ["APPRAISAL_STORY"] == "kill":
    begin()
    with patch.object(Cycle, "_make_appraisals", killed_in_the_third_part):
        env["school.appraisal.launch"]._cron_start()  # noqa: F821
else:
    env["school.appraisal.launch"]._cron_start()  # noqa: F821
