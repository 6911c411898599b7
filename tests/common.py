from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

PEOPLE = {
    # key: (name, groups beside base.group_user)
    "reviewee": ("Rae Reviewee", ""),
    "reviewer": ("Rory Reviewer", ""),
    "manager": ("Mina Manager", ""),
    "head": ("Hedy Head", "school_appraisal.group_head"),
    "colleague": ("Col League", ""),
    "other_head": ("Otto Otherhead", "school_appraisal.group_head"),
    "governor": ("Gov Ernor", "school_appraisal.group_governor"),
    "pay_officer": ("Paula Payofficer", "school_appraisal.group_pay_officer"),
    "hr_manager": ("Harper Aitch", "hr.group_hr_manager"),
    "system": ("Sys Admin", "base.group_system"),
    "administrator": ("Ada Ministrator", "school_appraisal.group_administrator"),
}


def plain_paper(env, words):
    """A patch for tests that are not about what a form looks like: no PDF is drawn.

    :param words: function of the statement; what it gives can be found in the file
    """
    return patch.object(
        env.registry["school.appraisal.statement"],
        "_render_pdf",
        lambda statement: f"%PDF-1.4 {words(statement)}".encode(),
    )


class AppraisalTrust:
    """Two schools of one trust, one person for each role, one open cycle of
    the Thomas Mills preset, and nobody in it yet; and the steps of a year.

    Records of its own, none of the demo's. Another preset: set ``POLICY``; its first
    staff group is everybody's, and has the cycle.
    """

    # Whose copy is the class's policy.
    POLICY = "school_appraisal.policy_tm"

    @classmethod
    def _set_up_trust(cls, env):
        cls.env = env(
            context=dict(env.context, no_reset_password=True, tracking_disable=True)
        )
        cls.company = cls.env.company
        cls.users = {
            key: new_test_user(
                cls.env,
                login=f"t_{key}",
                name=name,
                email=False,
                groups=",".join(filter(None, ["base.group_user", groups])),
            )
            for key, (name, groups) in PEOPLE.items()
        }
        cls.employees = {
            key: cls.env["hr.employee"].create(
                {"name": user.name, "user_id": user.id, "job_title": f"{key} post"}
            )
            for key, user in cls.users.items()
        }
        cls.employees["reviewee"].parent_id = cls.employees["manager"]
        cls.policy = cls.env.ref(cls.POLICY).copy()
        cls.group = cls.policy.staff_group_ids[:1]
        cls.school = cls._create_school("Hillside", "head")
        cls.other_school = cls._create_school("Valley", "other_head")
        cls.school.governor_user_ids = cls.users["governor"]
        cls.staff = {
            key: cls._create_staff(cls.employees[key])
            for key in ("reviewee", "colleague", "reviewer", "pay_officer")
        }
        cls.priority = cls.env["school.appraisal.priority"].create(
            {"school_id": cls.school.id, "year": 2026, "name": "Early reading"}
        )
        cls.cycle = cls._create_cycle(
            "2026/27", "2026-09-01", "2027-08-31", groups=cls.group
        )

    # FACTORIES

    @classmethod
    def _create_school(cls, name, head):
        return (
            cls.env["school.appraisal.school"]
            .with_user(cls.users["administrator"])
            .create(
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "head_id": cls.employees[head].id,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def _create_staff(cls, employee, **values):
        return cls.env["school.appraisal.staff"].create(
            {
                "employee_id": employee.id,
                "school_id": cls.school.id,
                "staff_group_id": cls.group.id,
                **values,
            }
        )

    @classmethod
    def _create_cycle(cls, name, date_start, date_end, policy=None, groups=None):
        policy = policy or cls.policy
        groups = groups or policy.staff_group_ids
        cycle = cls.env["school.appraisal.cycle"].create(
            {
                "name": name,
                "policy_id": policy.id,
                "school_id": cls.school.id,
                "staff_group_ids": [Command.set(groups.ids)],
                "date_start": date_start,
                "date_end": date_end,
            }
        )
        cycle.with_user(cls.users["head"]).action_open()
        return cycle

    @classmethod
    def _launch(cls, staff="reviewee", reviewer="reviewer", cycle=None):
        """The head adds a person of ``staff``; the appraisal as the superuser."""
        cycle = cycle or cls.cycle
        return (
            cycle.with_user(cls.users["head"])
            .launch({cls.staff[staff].id: cls.users[reviewer].id})
            .with_env(cls.env)
        )

    # THE YEAR, STEP BY STEP

    def as_(self, who, records):
        """These records as one of the people, with nobody else's cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(self.users[who])

    def _objective_values(self, **values):
        return {
            "name": "Support early reading in year 2",
            "action_steps": "Two short sessions a week",
            "success_criteria": "Eight of ten children read the agreed books",
            "date_due": "2027-03-31",
            "priority_id": self.priority.id,
            **values,
        }

    def _plan(self, appraisal, objectives=1, who="reviewer"):
        """The reviewer writes a complete plan."""
        appraisal = self.as_(who, appraisal)
        appraisal.date_planning_meeting = "2026-10-01"
        for number in range(objectives):
            appraisal.objective_ids.create(
                {
                    "appraisal_id": appraisal.id,
                    **self._objective_values(sequence=number),
                }
            )
        return appraisal

    def _statement(self, appraisal, kind="planning"):
        return appraisal.sudo().statement_ids.filtered(lambda s: s.kind == kind)

    def _share(self, statement, who="reviewer"):
        return self.as_(who, statement).action_share()

    def _sign(self, who, statement, **values):
        statement = self.as_(who, statement)
        statement.sign(statement.content_hash, **{"method": "typed", **values})

    def _sign_both(self, statement):
        self._sign("reviewer", statement)
        self._sign("reviewee", statement)

    def _sign_plan(self, appraisal, **values):
        """The plan from empty to signed."""
        self._plan(appraisal, **values)
        statement = self._statement(appraisal)
        self._share(statement)
        self._sign_both(statement)
        return statement

    def _fill_review(self, appraisal):
        """The reviewer assesses everything that the policy asks for."""
        appraisal = self.as_("reviewer", appraisal)
        appraisal.date_review_meeting = "2027-07-05"
        for review in appraisal.objective_review_ids:
            review.progress = "Seven of ten children got there"
            review.rating_id = review.staff_group_id.rating_ids[:1]
            if review.support_promised:
                review.support_given = "yes"
        for line in appraisal.standard_assessment_ids:
            line.assessment = "Met throughout the year"
        for pay in appraisal.pay_recommendation_ids:
            pay.recommendation = "progress"
        return appraisal


class AppraisalCommon(AppraisalTrust, TransactionCase):
    """The trust in a transaction that is rolled back. Subclasses freeze the
    time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_trust(cls.env)

    def _count_queries(self, call):
        """How many queries this takes, with nothing in the cache to begin with."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
