"""The people and records that the access table speaks of.

``AccessWorld`` makes every person of ``access_table.PEOPLE``, and for every stage of a
year an appraisal that stands there, all at the same time: the same reviewee, reviewer
and head in one cycle each. ``PROBES`` says for every entry of the table which record is
meant and what is written to it.
"""

import base64
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .access_table import (
    ACTIONS,
    NOT_STAFF,
    PEOPLE,
    READ,
    STAGES,
    TABLE,
    rights,
)
from .common import AppraisalCommon, plain_paper

GROUPS = {
    "head": "school_appraisal.group_head",
    "former head": "school_appraisal.group_head",
    "head elsewhere": "school_appraisal.group_head",
    "CPD coordinator": "school_appraisal.group_cpd_coordinator",
    "coordinator elsewhere": "school_appraisal.group_cpd_coordinator",
    "trust leader": "school_appraisal.group_trust_leader",
    "chair": "school_appraisal.group_governor",
    "governor": "school_appraisal.group_governor",
    "governor elsewhere": "school_appraisal.group_governor",
    "pay officer": "school_appraisal.group_pay_officer",
    "second pay officer": "school_appraisal.group_pay_officer",
    "HR manager": "hr.group_hr_manager",
    "system administrator": "base.group_system",
    "administrator": "school_appraisal.group_administrator",
    "data manager": "school_appraisal.group_administrator,hr.group_hr_manager",
}
# People of AppraisalCommon who are the same here.
KNOWN = {
    "reviewee": "reviewee",
    "reviewer": "reviewer",
    "line manager": "manager",
    "head": "head",
    "head elsewhere": "other_head",
    "governor": "governor",
    "pay officer": "pay_officer",
    "HR manager": "hr_manager",
    "system administrator": "system",
    "administrator": "administrator",
    "colleague": "colleague",
}
OTHER_COMPANY = ", other company"
# The same login, tried in another year.
SAME_LOGIN = {
    "head, in his own year": "head",
    "chair, of the staff": "chair",
    "senior leader let in": "senior leader",
    "senior leader, of the head's year": "senior leader",
}
# Whose appraisals are in the second world, under a policy that lets them in.
LET_IN = {
    "line manager let in",
    "further line manager let in",
    "former line manager let in",
    "line manager to confirm",
    "senior leader let in",
}
# Who tries the head's own year, under the same policy.
OF_HEAD = {
    "head, in his own year",
    "panel governor",
    "chair",
    "chair of the review committee",
    "senior leader, of the head's year",
}
GRANTS = {
    # reader: (role, scope)
    "granted reader": ("granted", "appraisal"),
    "granted reader, statements only": ("granted", "statements"),
    "granted reader, time over": ("granted", "appraisal"),
    "appeal hearer": ("hearer", "appraisal"),
}

CHECKLISTS = {
    # whose rows: entry of the table
    "reviewee": "checklist of the reviewee",
    "reviewer": "checklist of the reviewer",
    "both": "checklist of both",
}

STAFF_LIST = base64.b64encode(
    b"Payroll number,Name,Job,Department,Start,Contract type,Hours\n"
    b"7001,Nell Newcomer,Cook,Kitchen,01/09/2026,Permanent,30\n"
)


PAPER = base64.b64encode(b"%PDF-1.4 last year")
PLANS = base64.b64encode(b"Payroll number,Objective\n7001,Sing\n")


class _Undo(Exception):
    """Takes back what a try has written."""


@dataclass
class Probe:
    """How one entry of the table is tried out. Functions take the world and the
    appraisal of a stage (an empty one where the entry knows no stages)."""

    model: str
    record: object
    values: object = None
    # For some people other values are theirs to write.
    values_of: dict = field(default_factory=dict)
    create: object = None
    # Of the first stage that has such a record.
    since: int = 0
    staged: bool = True
    # Record and field that hold it, for nested reads: entry of the parent, field.
    parent: tuple = None


class AccessWorld(AppraisalCommon):
    # The stages at which a year is made for this class.
    stages_made = range(len(STAGES))
    # After the review nothing changes for line managers.
    stages_made_let_in = range(6)
    # Until the chair has endorsed.
    stages_made_of_head = range(7)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            plain_paper(cls.env, lambda paper: f"frozen {paper.appraisal_id.name}")
        )
        cls.other_company = cls.env["res.company"].create({"name": "Second company"})
        cls._make_people()
        cls._make_settings()
        cls._ids = {}
        cls.year = cls._make_years(cls.group, cls.stages_made)
        cls.staff["reviewee"].staff_group_id = cls.group_let_in
        cls.staff["reviewee"].with_user(cls.person["head"]).write(
            {
                "further_manager_user_ids": [
                    Command.link(cls.person[who].id)
                    for who in ("further line manager let in", "further line manager")
                ]
            }
        )
        cls._manage("former line manager let in")
        cls.year_let_in = cls._make_years(
            cls.group_let_in,
            [stage for stage in cls.stages_made if stage in cls.stages_made_let_in],
            lambda: cls._manage("line manager let in"),
        )
        cls._wait_for_confirmation()
        cls._grant()
        cls.year_of_head = cls._make_years(
            cls.group_let_in,
            [stage for stage in cls.stages_made if stage in cls.stages_made_of_head],
            cast={
                "reviewee": cls.person["head"],
                "reviewer": cls.reviewer_of_head,
                "head": cls.person["chair"],
            },
        )
        cls._make_teams()
        cls._make_dialogs()
        cls._add_observations()
        cls.env.flush_all()
        cls.env.invalidate_all()

    # PEOPLE

    @classmethod
    def _make_people(cls):
        export = cls.env.ref("base.group_allow_export")
        both = cls.company | cls.other_company
        cls.person = {}
        for number, name in enumerate(PEOPLE):
            same = SAME_LOGIN.get(name, name.removesuffix(OTHER_COMPANY))
            if same in cls.person:
                if name.endswith(OTHER_COMPANY):
                    cls.person[same].company_ids = both
                cls.person[name] = cls.person[same]
            elif name in KNOWN:
                cls.person[name] = cls.users[KNOWN[name]]
            else:
                cls.person[name] = new_test_user(
                    cls.env,
                    login=f"p_{number}",
                    name=f"Person {number}",
                    email=False,
                    groups="base.group_portal"
                    if name in NOT_STAFF
                    else ",".join(filter(None, ["base.group_user", GROUPS.get(name)])),
                )
            if name not in NOT_STAFF:
                # Odoo's own lock on exports is opened: ours must hold without it.
                cls.person[name].group_ids = [Command.link(export.id)]
        cls.reviewer_of_head = new_test_user(
            cls.env, login="p_reviewer_of_head", name="Governor Reviewer", email=False
        )
        # Known, yet with a login of its own: one who manages, one who is let in.
        for name in PEOPLE:
            if name not in KNOWN and cls.person[name]._is_internal():
                if not cls.person[name].employee_ids:
                    cls.env["hr.employee"].create(
                        {
                            "name": cls.person[name].name,
                            "user_id": cls.person[name].id,
                            "company_id": cls.company.id,
                        }
                    )

    @classmethod
    def _manage(cls, who):
        """HR names another manager of the reviewee."""
        manager = cls.person[who].employee_ids[:1]
        cls.employees["reviewee"].with_user(cls.person["HR manager"]).write(
            {"parent_id": manager.id}
        )

    def as_person(self, name, records):
        """``records`` as one of the people, in the company in which he works."""
        self.env.invalidate_all()
        companies = self.other_company if name.endswith(OTHER_COMPANY) else self.company
        return records.with_user(self.person[name]).with_context(
            allowed_company_ids=companies.ids
        )

    # SETTINGS

    @classmethod
    def _make_settings(cls):
        administrator = cls.person["administrator"]
        cls.school.governor_user_ids = cls.person["governor"]
        cls.other_school.governor_user_ids = cls.person["governor elsewhere"]
        # Somebody else was head before.
        cls.school.with_user(administrator).head_id = cls.person[
            "former head"
        ].employee_ids
        cls._make_policy_lines()
        cls.group.observation = "open"
        cls.group.suspension = True
        cls.policy_let_in = cls.policy.copy()
        cls.group_let_in = cls.policy_let_in.staff_group_ids
        cls.group_let_in.line_manager_access = True
        cls.group_let_in.senior_leader_access = True
        cls.school.write(
            {
                "chair_user_id": cls.person["chair"].id,
                "review_committee_chair_id": cls.person[
                    "chair of the review committee"
                ].id,
                "cpd_coordinator_id": cls.person["CPD coordinator"].id,
                "senior_leader_user_ids": cls.person["senior leader"],
                "trust_leader_user_ids": cls.person["trust leader"],
            }
        )
        cls.other_school.cpd_coordinator_id = cls.person["coordinator elsewhere"]
        cls.staff["head"] = cls._create_staff(
            cls.employees["head"],
            staff_group_id=cls.group_let_in.id,
            pay_eligible=True,
            pay_point="30",
        )
        # Who named himself, and waits.
        colleague = cls.person["colleague"]
        cls.school.with_user(colleague).sudo().senior_leader_user_ids = [
            Command.link(colleague.id)
        ]
        cls.nomination = cls.school.nomination_ids
        # Not in use: what can be deleted at all can be deleted here.
        cls.spare_policy = cls.policy.copy()
        cls.spare_policy.staff_group_ids.write(
            {
                "category_ids": [Command.create({"name": "Enrichment"})],
                "panel_size_ids": [Command.create({"size": 2})],
            }
        )
        cls.spare_set = cls.group.standard_set_id.copy()
        cls.spare_cycle = cls._draft_cycle("spare")
        cls.spare_priority = cls.priority.copy()
        cls.empty_cycle = cls._draft_cycle("nobody in it")
        cls.empty_cycle.with_user(cls.person["former head"]).action_open()
        cls.empty_cycle.with_user(cls.person["former head"]).let_launch(
            cls.person["line manager"]
        )
        cls.staff["reviewee"].write({"pay_eligible": True, "pay_point": "3"})
        # A head's login that waits for confirmation.
        newcomer = cls.env["hr.employee"].create({"name": "Nora Newhead"})
        cls.school_to_confirm = cls.env["school.appraisal.school"].create(
            {
                "name": "Moorside",
                "company_id": cls.company.id,
                "head_id": newcomer.id,
            }
        )
        newcomer.user_id = cls.person["colleague"].employee_ids.user_id.copy(
            {"login": "t_newhead", "email": False}
        )
        cls.unconfirmed_head = newcomer.user_id

    @classmethod
    def _make_policy_lines(cls):
        """What other policies have and this one has not, so that it can be tried."""
        cls.group.write(
            {
                "interim_review": "optional",
                "rating_ids": [Command.create({"name": "Met"})],
                "limit_ids": [
                    Command.create({"duty": "final", "number": 10}),
                    Command.create(
                        {
                            "duty": "observation_feedback",
                            "number": 1,
                            "counted_from": "observation",
                        }
                    ),
                    Command.create(
                        {
                            "duty": "pay_decided",
                            "unit": "date",
                            "day": 31,
                            "month": 10,
                            "counted_from": "year",
                        }
                    ),
                ],
            }
        )
        cls.group._form("planning").box_ids = [
            Command.create({"name": "Record of discussion", "code": "discussion"})
        ]
        cls.group.checklist_ids = [
            Command.create({"party": party, "name": f"A point for {party}"})
            for party in CHECKLISTS
        ]
        cls.group.objective_template_ids = [Command.create({"name": "A clean desk"})]

    @classmethod
    def _draft_cycle(cls, name, policy=None):
        policy = policy or cls.policy
        return cls.env["school.appraisal.cycle"].create(
            {
                "name": name,
                "policy_id": policy.id,
                "school_id": cls.school.id,
                "staff_group_ids": [Command.set(policy.staff_group_ids.ids)],
                "date_start": "2026-09-01",
                "date_end": "2027-08-31",
            }
        )

    # THE YEAR

    @classmethod
    def _make_years(cls, group, stages, after_launch=None, cast=None):
        """{stage: appraisal} of the reviewee, of the same dates: none is
        another's previous year. ``cast``: who is reviewee, reviewer and head in
        them, where others than usual."""
        here = cls(methodName="run")
        here.users = {**cls.users, **(cast or {})}
        head = cls.school.head_user_id
        staff = cls.staff["head" if cast else "reviewee"]
        years = {}
        for stage in stages:
            cycle = cls._draft_cycle(f"{group.id} {stage}", group.policy_id)
            cycle.with_user(head).action_open()
            years[stage] = (
                cycle.with_user(here.users["head"] if cast else head)
                .launch({staff.id: cls.person["former reviewer"].id})
                .with_env(cls.env)
            )
        if after_launch:
            after_launch()
        if head == cls.person["former head"]:
            cls.school.with_user(cls.person["administrator"]).head_id = cls.employees[
                "head"
            ]
        for stage, appraisal in years.items():
            appraisal.with_user(here.users["head"]).reassign(
                here.users["reviewer"], cls.person["panel governor"] if cast else None
            )
            here._walk(appraisal, stage)
        return years

    def _canary(self, entry, stage):
        """A word that nobody may see who may not read that entry at that stage."""
        return f"CANARY<{entry}|{stage}>"

    def _walk(self, appraisal, stage):
        """The year as far as ``stage``, done by those whose task it is."""
        steps = [
            self._begin,
            self._share_plan,
            self._sign_the_plan,
            self._begin_review,
            self._share_review,
            self._sign_review,
            self._endorse,
            self._decide,
            self._export,
        ]
        for step in steps[: stage + 1]:
            step(appraisal, stage)

    def _begin(self, appraisal, stage):
        self._plan(appraisal)
        reviewer = self.as_("reviewer", appraisal)
        reviewer.objective_ids.name = self._canary("objective", stage)
        reviewer.evidence_ids.create(
            {
                "appraisal_id": appraisal.id,
                "name": "Observation notes",
                "note": self._canary("evidence", stage),
            }
        )
        reviewer.cpd_need_ids.create(
            {
                "appraisal_id": appraisal.id,
                "name": self._canary("training need", stage),
            }
        )
        observation = reviewer.observation_ids.create(
            {
                "appraisal_id": appraisal.id,
                "observer_id": self.person["former observer"].id,
                "date_planned": "2026-11-02",
                "focus": self._canary("observation", stage),
            }
        )
        observation.observer_id = self.person["observer"]
        self.as_("reviewee", appraisal.adjustment_ids).create(
            {"appraisal_id": appraisal.id, "name": self._canary("adjustment", stage)}
        )
        self.as_("reviewee", self._request(appraisal)).create(
            {
                "appraisal_id": appraisal.id,
                "reasons": self._canary("request for another reviewer", stage),
            }
        )
        head = self.as_("head", appraisal)
        head.suspend(self._canary("time of standing still", stage))
        head.action_resume()
        head.decide_change(
            "goes_on",
            event="absence",
            date_from=date(2026, 10, 1),
            reason=self._canary("decision on a change", stage),
        )
        self._statement(reviewer).with_user(
            self.users["reviewer"]
        ).reviewer_comments = self._canary("planning form", stage)
        review = self.as_("reviewee", self._self_review(appraisal)).create(
            {"appraisal_id": appraisal.id}
        )
        review.answer_ids[0].answer = self._canary("self-review answer", stage)
        self._statement(reviewer).with_user(
            self.users["reviewer"]
        ).text_ids.text = self._canary("text on the planning form", stage)
        for who, parties in (
            ("reviewee", ("reviewee", "both")),
            ("reviewer", ("reviewer",)),
        ):
            self.as_(who, appraisal).action_open_checklist()
            for party in parties:
                mark = self.as_(who, self._mark(appraisal, party))
                mark.note = self._canary(CHECKLISTS[party], stage)
        papers = self.as_("head", self.env["school.appraisal.earlier.paper"])
        papers._bring_in(
            [(head, self._canary("earlier paper", stage), b"%PDF-1.4")], "2025/26"
        )
        # At night: somebody has to agree to that.
        night = datetime.combine(date.today(), time(3)) + timedelta(days=9)
        self.as_("reviewer", appraisal).set_meeting(
            "feedback",
            night,
            night + timedelta(hours=1),
            self._canary("meeting", stage),
        )
        self.as_("head", appraisal).web_read({"objective_ids": {}})
        self.as_("head", self._of_duty(appraisal, "final")).extend(
            date(2026, 11, 2), self._canary("deadline", stage)
        )

    def _of_duty(self, appraisal, duty):
        """The first deadline of this kind."""
        return self.env["school.appraisal.deadline"].search(
            [("appraisal_id", "=", appraisal.id), ("duty", "=", duty)],
            order="id",
            limit=1,
        )

    def _mark(self, appraisal, party):
        return self.env["school.appraisal.checklist.mark"].search(
            [("appraisal_id", "=", appraisal.id), ("party", "=", party)], limit=1
        )

    def _self_review(self, appraisal):
        return self.env["school.appraisal.self.review"].search(
            [("appraisal_id", "=", appraisal.id)]
        )

    def _request(self, appraisal):
        return self.env["school.appraisal.reviewer.request"].search(
            [("appraisal_id", "=", appraisal.id)]
        )

    def _share_plan(self, appraisal, stage):
        self.as_("reviewee", self._request(appraisal)).action_send()
        self.as_("reviewee", self._self_review(appraisal)).action_hand_in()
        self._share(self._statement(appraisal))

    def _sign_the_plan(self, appraisal, stage):
        self._sign_both(self._statement(appraisal))
        reviewer = self.as_("reviewer", appraisal)
        reviewer.action_begin_interim()
        reviewer.date_interim_meeting = "2027-02-01"
        reviewer.interim_review_ids[0].progress = self._canary(
            "review of an objective", stage
        )
        for who in ("reviewee", "reviewer"):
            self.as_(who, appraisal.progress_note_ids).create(
                {
                    "appraisal_id": appraisal.id,
                    "note": self._canary(f"progress note of the {who}", stage),
                }
            )
        observation = self._as_observer(appraisal)
        observation.write(
            {
                "date_observed": date.today(),
                "account": self._canary("observation", stage),
            }
        )
        observation.action_observed()

    def _as_observer(self, appraisal):
        self.env.invalidate_all()
        return appraisal.observation_ids.filtered("agreed").with_user(
            self.person["observer"]
        )

    def _begin_review(self, appraisal, stage):
        observation = self._as_observer(appraisal)
        observation.feedback_on = date.today()
        observation.action_feed_back()
        observation.action_record()
        self.as_("reviewer", appraisal).action_open_review()
        self._fill_review(appraisal)
        reviewer = self.as_("reviewer", appraisal)
        reviewer.objective_review_ids.progress = self._canary(
            "review of an objective", stage
        )
        reviewer.standard_assessment_ids[0].assessment = self._canary(
            "assessment of a standard", stage
        )
        reviewer.pay_recommendation_ids.reason = self._canary(
            "reason for the pay recommendation", stage
        )
        self._statement(appraisal, "review").with_user(
            self.users["reviewer"]
        ).reviewer_comments = self._canary("review form", stage)

    def _share_review(self, appraisal, stage):
        self._share(self._statement(appraisal, "review"))

    def _sign_review(self, appraisal, stage):
        self._sign_both(self._statement(appraisal, "review"))
        self.as_("head", appraisal.pay_recommendation_ids).write(
            {
                "point_to": self._canary("pay recommendation", stage),
                "date_effective": "2027-09-01",
            }
        )

    def _endorse(self, appraisal, stage):
        self.as_("head", appraisal.pay_recommendation_ids).action_endorse()

    def _decide(self, appraisal, stage):
        self.as_("governor", appraisal.pay_recommendation_ids).action_decide_progress()

    def _export(self, appraisal, stage):
        self.env["school.appraisal.pay.export"].with_user(
            self.person["pay officer"]
        ).create(
            {
                "file_format": "csv",
                "recommendation_ids": [
                    Command.set(appraisal.pay_recommendation_ids.ids)
                ],
            }
        ).action_export()

    @classmethod
    def _make_teams(cls):
        """A team whose plan is signed and that one has left, another that is asked,
        people whom the head may ask, and one whose year stands still; in a cycle each,
        under a policy with teams."""
        people = {
            who: cls.person[who] for who in ("team member", "former team member")
        } | {"third": cls.reviewer_of_head}
        policy = cls.env.ref("school_appraisal.policy_wp").copy()
        staff = {
            who: cls._create_staff(
                user.employee_ids
                or cls.env["hr.employee"].create(
                    {"name": user.name, "user_id": user.id}
                ),
                staff_group_id=policy.staff_group_ids.id,
            )
            for who, user in people.items()
        }
        head = cls.person["head"]
        years = {}
        for name in ("team", "asked", "not asked", "standing still"):
            cycle = cls._draft_cycle(f"team {name}", policy)
            cycle.with_user(head).action_open()
            years[name] = cycle.with_user(head).launch(
                {one.id: cls.users["manager"].id for one in staff.values()}
            )
        cls.years_not_asked = years.pop("not asked").with_env(cls.env)
        cls.still_year = years.pop("standing still")[:1]
        cls.still_year.suspend("Capability")
        cls.still_year = cls.still_year.with_env(cls.env)
        cls.team, cls.team_asked = (
            cls.env["school.appraisal.team"]
            .with_user(head)
            .propose("Mid-day supervisors", cls.person["reviewer"], own)
            .with_env(cls.env)
            for own in years.values()
        )
        here = cls(methodName="run")
        here.users = {**cls.users, **people}
        for who in people:
            here.as_(who, here._membership(cls.team, who)).action_consent()
        year = cls.team.year_id
        here._plan(year)
        here.as_("reviewer", year.objective_ids).monitoring_method = "Looked at"
        plan = here._statement(year)
        here._share(plan)
        for who in ("reviewer", *people):
            here._sign(who, plan)
        here.as_("reviewer", year.cpd_need_ids).create(
            {"appraisal_id": year.id, "name": "Playground games"}
        )
        leaver = here._membership(cls.team, "former team member")
        here.as_("former team member", leaver).action_leave()

    def _membership(self, team, who):
        return team.member_ids.filtered(
            lambda row: row.appraisal_id.reviewee_user_id == self.users[who]
        )

    @classmethod
    def _wait_for_confirmation(cls):
        cls.env["school.appraisal.access"]._with_pass().create(
            [
                {
                    "appraisal_id": appraisal.id,
                    "user_id": cls.person["line manager to confirm"].id,
                    "role": "line_manager",
                    "purpose": "Line manager",
                    "granted_by": cls.person["line manager to confirm"].id,
                    "date_from": "2026-09-01",
                    "state": "pending",
                }
                for appraisal in cls.year_let_in.values()
            ]
        )

    @classmethod
    def _grant(cls):
        """The head lets people read the reviewee's years for a time."""
        appraisals = cls.env["school.appraisal"].union(*cls.year.values())
        for reader, (role, scope) in GRANTS.items():
            appraisals.with_user(cls.person["head"]).grant(
                cls.person[reader], role, scope, "An audit", date.today()
            )
        over = appraisals.access_ids.filtered(
            lambda row: row.user_id == cls.person["granted reader, time over"]
        )
        over._with_pass().write(
            {"date_from": "2026-09-01", "date_to": date.today() - timedelta(days=1)}
        )

    # WHAT IS PRESSED

    @classmethod
    def _add_observations(cls):
        """In each year one more at each step: its subject says which."""
        cls.env["school.appraisal.observation"]._with_pass().create(
            [
                {
                    "appraisal_id": appraisal.id,
                    "observer_id": cls.person["observer"].id,
                    "agreed": False,
                    "subject": state,
                    "state": state,
                    "date_planned": "2027-06-01",
                    "date_observed": date.today(),
                    "account": "Two groups",
                    "feedback_on": date.today(),
                }
                for years in (cls.year, cls.year_let_in, cls.year_of_head)
                for appraisal in years.values()
                for state in ("planned", "observed", "fed_back", "recorded")
            ]
        )

    @classmethod
    def _make_dialogs(cls):
        """One of each, opened by whose task it is."""
        cls.plan = plan = next(iter(cls.year.values())).statement_ids.filtered(
            lambda statement: statement.kind == "planning"
        )
        cls.sent_request = cls.env["school.appraisal.reviewer.request"].search(
            [
                ("appraisal_id", "in", [year.id for year in cls.year.values()]),
                ("state", "=", "sent"),
            ],
            limit=1,
        )
        cls.dialog = {}
        for entry, who, values in (
            ("share dialog", "reviewer", {"statement_id": plan.id}),
            ("sign dialog", "reviewer", {"statement_id": plan.id}),
            ("paper dialog", "head", {"statement_id": plan.id}),
            ("refusal dialog", "head", {"statement_id": plan.id}),
            (
                "copy dialog",
                "reviewer",
                {
                    "appraisal_id": plan.appraisal_id.id,
                    "line_ids": [
                        Command.create(
                            {"template_id": cls.group.objective_template_ids.id}
                        )
                    ],
                },
            ),
            (
                "dialog to collect evidence",
                "reviewer",
                {"evidence_id": plan.appraisal_id.evidence_ids[:1].id},
            ),
            (
                "cancel dialog",
                "head",
                {"appraisal_id": plan.appraisal_id.id, "reason": "Left"},
            ),
            (
                "dialog to let a year stand still",
                "head",
                {"appraisal_id": plan.appraisal_id.id, "reason": "Capability"},
            ),
            (
                "dialog to decide on a change",
                "head",
                {
                    "appraisal_id": plan.appraisal_id.id,
                    "event": "absence",
                    "decision": "goes_on",
                    "reason": "Back again",
                },
            ),
            (
                "reassign dialog",
                "head",
                {
                    "appraisal_ids": [Command.set(plan.appraisal_id.ids)],
                    "reviewer_id": cls.person["colleague"].id,
                },
            ),
            (
                "grant dialog",
                "head",
                {
                    "appraisal_ids": [Command.set(plan.appraisal_id.ids)],
                    "user_id": cls.person["colleague"].id,
                    "purpose": "An audit",
                    "date_to": date.today(),
                },
            ),
            ("dialog to propose a team", "head", cls._proposal()),
            ("answer dialog", "head", {"request_id": cls.sent_request.id}),
            (
                "list of people to add",
                "head",
                {"cycle_ids": [Command.set(cls.empty_cycle.ids)]},
            ),
            (
                "meeting dialog",
                "reviewer",
                {"appraisal_id": plan.appraisal_id.id, "kind": "feedback"},
            ),
            (
                "dialog of several meetings",
                "reviewer",
                cls._meetings(plan.appraisal_id),
            ),
            (
                "print dialog",
                "head",
                {"appraisal_ids": [Command.set(plan.appraisal_id.ids)]},
            ),
            (
                "dialog to cancel an observation",
                "reviewer",
                {
                    "observation_id": plan.appraisal_id.observation_ids.id,
                    "reason": "Away",
                },
            ),
            (
                "dialog to extend a deadline",
                "head",
                {
                    "deadline_id": plan.appraisal_id.deadline_ids.filtered(
                        lambda deadline: deadline.duty == "final"
                    ).id,
                    "date_extended": "2026-12-01",
                    "reason": "So",
                },
            ),
            (
                "dialog to comment on an observation",
                "reviewee",
                {"observation_id": plan.appraisal_id.observation_ids.id},
            ),
            ("export dialog", "pay officer", {"file_format": "csv"}),
            ("import dialog", "data manager", {"school_id": cls.school.id}),
            ("dialog to import plans", "head", {"cycle_id": cls.empty_cycle.id}),
            (
                "dialog to let managers add people",
                "head",
                {"cycle_id": cls.empty_cycle.id},
            ),
            (
                "dialog to import earlier papers",
                "head",
                {"cycle_id": cls.empty_cycle.id},
            ),
            (
                "dialog to remove an earlier paper",
                "head",
                {"paper_id": plan.appraisal_id.earlier_paper_ids.id},
            ),
            (
                "set-up dialog",
                "administrator",
                {
                    "policy_id": cls.policy.id,
                    "job_line_ids": [Command.create({"school_id": cls.school.id})],
                },
            ),
        ):
            dialog = cls.env[PROBES[entry].model].with_user(cls.person[who])
            dialog = dialog.create(values)
            # What is computed is computed as the person who opened it.
            dialog.env.flush_all()
            cls.dialog[entry] = dialog.with_env(cls.env)
        cls.running_launch = (
            cls.env["school.appraisal.launch"]
            .with_user(cls.person["head"])
            .create({"cycle_ids": [Command.set(cls.empty_cycle.ids)]})
            .with_env(cls.env)
        )
        cls.running_launch._set_state("running")
        jobs = cls.env["school.appraisal.print.job"].with_user(cls.person["head"])
        job = jobs._start(plan.with_user(cls.person["head"]), "zip").sudo()
        job._with_pass()._step()
        cls.print_job = job.with_env(cls.env)

    @classmethod
    def _meetings(cls, appraisal):
        start = str(datetime.combine(date.today(), time(9)) + timedelta(days=9))
        return {
            "appraisal_ids": [Command.set(appraisal.ids)],
            "line_ids": [
                Command.create(
                    {
                        "appraisal_id": appraisal.id,
                        "kind": "feedback",
                        "start": start,
                        "consent": "Both agreed",
                    }
                )
            ],
        }

    @classmethod
    def _proposal(cls):
        return {
            "cycle_id": cls.years_not_asked.cycle_id.id,
            "team_name": "Kitchen",
            "reviewer_id": cls.person["reviewer"].id,
            "appraisal_ids": [Command.set(cls.years_not_asked.ids)],
        }

    # TRYING

    def setUp(self):
        super().setUp()
        self.found = {}
        self.own_models = [
            self.env[name]
            for name, model in self.env.registry.items()
            if name.startswith("school.appraisal") and not model._abstract
        ]

    def appraisal_of(self, person, stage):
        years = self.year
        if person in LET_IN:
            years = self.year_let_in
        elif person in OF_HEAD:
            years = self.year_of_head
        return years.get(stage, self.env["school.appraisal"])

    def record_of(self, entry, person, stage):
        """The record of an entry that this person tries, as the superuser."""
        probe = PROBES[entry]
        key = entry, person, stage
        if key not in self._ids:
            appraisal = self.appraisal_of(person, stage)
            if probe.staged and not appraisal:
                self._ids[key] = []
            else:
                self._ids[key] = probe.record(self, appraisal, person).ids
        return self.env[probe.model].browse(self._ids[key])

    def values_of(self, entry, person, stage):
        probe = PROBES[entry]
        values = probe.values_of.get(person, probe.values)
        return (
            values(self, self.appraisal_of(person, stage))
            if callable(values)
            else (values)
        )

    def expected(self, entry, person, operation, stage):
        return stage in self.table_rights[entry].get((person, operation), ())

    @property
    def table_rights(self):
        cached = type(self).__dict__.get("_table_rights")
        if not cached:
            cached = {entry: rights(TABLE, entry) for entry in TABLE}
            type(self)._table_rights = cached
        return cached

    @property
    def action_rights(self):
        return {entry: rights(ACTIONS, entry) for entry in ACTIONS}

    def refused(self, func):
        """Whether ``func`` is refused, by a sentence and not by a crash. What it
        wrote is taken back."""
        try:
            with self.env.cr.savepoint():
                func()
                raise _Undo
        except _Undo:
            return False
        except (AccessError, UserError, MissingError):
            return True

    def allowed(self, entry, person, operation, stage):
        """Whether this cell is allowed in fact; None where there is nothing to try."""
        if operation == "create":
            return self._allowed_create(entry, person, stage)
        record = self.record_of(entry, person, stage)
        if not record:
            return None
        record = self.as_person(person, record)
        if operation in READ:
            return self._allowed_read(entry, record, person, operation, stage)
        values = self.values_of(entry, person, stage)

        def change():
            if operation == "delete":
                record.unlink()
            else:
                record.write(values)
            record.env.flush_all()

        return not self.refused(change)

    def pressed(self, entry, person, stage):
        """Whether this person's press of a button is taken; None where there is
        nothing to press."""
        button = BUTTONS[entry]
        appraisal = self.appraisal_of(person, stage)
        if button.staged and not appraisal:
            return None
        found = button.record(self, appraisal, person)
        if not found and not button.method.endswith("_mine"):
            return None
        values = button.dialog and button.dialog(self, found)

        def press():
            record = self.as_person(person, found)
            if button.dialog:
                record = self.as_person(person, self.env[button.model]).create(values)
            getattr(record, button.method)()
            record.env.flush_all()

        return not self.refused(press)

    def _allowed_create(self, entry, person, stage):
        probe = PROBES[entry]
        if not probe.create:
            return None
        appraisal = self.appraisal_of(person, stage)
        if probe.staged and not appraisal:
            return None

        def create():
            values = probe.create(self, appraisal)
            record = self.as_person(person, self.env[probe.model]).create(values)
            record.env.flush_all()

        return not self.refused(create)

    def _allowed_read(self, entry, record, person, operation, stage):
        domain = [("id", "=", record.id)]
        try:
            if operation == "search":
                return record.id in self._found_by_search(entry, person, record)
            if operation == "group":
                groups = record.formatted_read_group(domain, [], ["__count"])
                return bool(groups[0]["__count"])
            if operation == "name search":
                return bool(record.name_search("", domain))
            if operation == "nested read":
                return self._nested_read(entry, record, person, stage)
            if operation == "export":
                return bool(record.export_data([".id", "display_name"])["datas"])
            names = (
                ["display_name"]
                if operation == "label"
                else sorted(
                    name
                    for name, field_ in record._fields.items()
                    if field_.store and record._has_field_access(field_, "read")
                )
            )
            return bool(record.read(names))
        except (AccessError, UserError, MissingError):
            return False

    def _found_by_search(self, entry, person, record):
        """Ids of this entry's records, of all stages, that a search finds."""
        if (entry, person) not in self.found:
            ids = set().union(
                *(self.record_of(entry, person, stage).ids for stage in self.year)
            )
            self.found[entry, person] = set(record.search([("id", "in", ids)]).ids)
        return self.found[entry, person]

    def _nested_read(self, entry, record, person, stage):
        """Through the record that holds it, where there is one."""
        parent_entry, name = PROBES[entry].parent or (None, None)
        if not parent_entry:
            return bool(record.web_read({"display_name": {}}))
        parent = self.record_of(parent_entry, person, stage)
        if not parent:
            return None
        parent = self.as_person(person, parent)
        try:
            values = parent.web_read({name: {"fields": {"display_name": {}}}})
        except AccessError:
            # Nothing to nest it in for this person.
            return None
        return record.id in [line["id"] for line in values[0][name]]


def _lines(name):
    return lambda world, appraisal, person: appraisal[name][:1]


def _statement(kind):
    return lambda world, appraisal, person: appraisal.statement_ids.filtered(
        lambda statement: statement.kind == kind
    )


def _dialog(entry):
    return lambda world, appraisal, person: world.dialog[entry]


def _setting(name):
    """Records that belong to no appraisal, found on the world by a path."""

    def record(world, appraisal, person):
        found = world
        for part in name.split("."):
            found = getattr(found, part)
        return found[:1]

    return record


def _of_team(name):
    """A record of the team's year."""
    return lambda world, appraisal, person: world.team.year_id[name][:1]


def _team_row(which):
    """The team member's own row."""
    return lambda world, appraisal, person: getattr(world, which).member_ids.filtered(
        lambda row: row.appraisal_id.reviewee_user_id == world.person["team member"]
    )


def _own_access(world, appraisal, person):
    return appraisal.access_ids.filtered(
        lambda row: row.user_id == world.person[person]
    )[:1]


def _without_self_review(world, appraisal):
    """Values of a self-review where there is none yet."""
    world.env.cr.execute(
        "DELETE FROM school_appraisal_self_review WHERE appraisal_id = %s",
        [appraisal.id],
    )
    world.env.invalidate_all()
    return {"appraisal_id": appraisal.id}


def _without_interim(world, appraisal):
    """Values of a note on the mid-year review where there is none yet."""
    world.env.cr.execute(
        "DELETE FROM school_appraisal_objective_review "
        "WHERE appraisal_id = %s AND stage = 'interim'",
        [appraisal.id],
    )
    world.env.invalidate_all()
    return {
        "appraisal_id": appraisal.id,
        "objective_id": appraisal.objective_ids[0].id,
        "stage": "interim",
    }


def _without_reason(world, appraisal):
    world.env.cr.execute(
        "DELETE FROM school_appraisal_pay_reason WHERE recommendation_id = %s",
        [appraisal.pay_recommendation_ids.id],
    )
    world.env.invalidate_all()
    return {
        "recommendation_id": appraisal.pay_recommendation_ids.id,
        "reason": "Good work",
    }


def _checklist(party):
    return Probe(
        "school.appraisal.checklist.mark",
        lambda world, appraisal, person: world._mark(appraisal, party),
        {"done": True},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "item_id": appraisal.staff_group_id.checklist_ids[0].id,
            "party": party,
            "phase": "before",
        },
    )


def _note(party):
    """The note of the person, or of the reviewer, of this year."""
    field = {"reviewee": "reviewee_user_id", "reviewer": "reviewer_id"}[party]
    return lambda world, appraisal, person: appraisal.progress_note_ids.filtered(
        lambda note: note.author_id == appraisal[field]
    )[:1]


def _note_probe(party):
    return Probe(
        "school.appraisal.progress.note",
        _note(party),
        {"note": "More of it"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "note": "One more",
        },
        since=2,
        parent=("appraisal", "progress_note_ids"),
    )


def _deadline(duty):
    return lambda world, appraisal, person: world._of_duty(appraisal, duty)


def _deadline_probe(duty, since=0):
    return Probe(
        "school.appraisal.deadline",
        _deadline(duty),
        {"met_on": "2026-10-02"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "duty": duty,
            "part": "review",
            "party": "reviewer",
        },
        since=since,
        parent=("appraisal", "deadline_ids"),
    )


def _agenda(**wanted):
    domain = [(name, "=", value) for name, value in wanted.items()]
    return lambda world, appraisal, person: world.env["school.appraisal.agenda"].search(
        [("appraisal_id", "=", appraisal.id), *domain], limit=1
    )


def _agenda_probe(since=0, **wanted):
    return Probe(
        "school.appraisal.agenda",
        _agenda(**wanted),
        {"met_on": "2026-10-02"},
        create=lambda world, appraisal: {"appraisal_id": appraisal.id},
        since=since,
    )


PROBES = {
    "appraisal": Probe(
        "school.appraisal",
        lambda world, appraisal, person: appraisal,
        {"date_review_meeting": "2027-07-06"},
        create=lambda world, appraisal: {
            "employee_id": world.employees["colleague"].id,
            "cycle_id": world.empty_cycle.id,
            "staff_group_id": world.group.id,
            "reviewer_id": world.person["reviewer"].id,
            "date_start": "2026-09-01",
            "date_end": "2027-08-31",
        },
    ),
    "objective": Probe(
        "school.appraisal.objective",
        _lines("objective_ids"),
        {"name": "Another aim"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "name": "One more",
        },
        parent=("appraisal", "objective_ids"),
    ),
    "evidence": Probe(
        "school.appraisal.evidence",
        _lines("evidence_ids"),
        {"finding": "Well prepared"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "name": "Letters of thanks",
            "planned": False,
        },
        parent=("appraisal", "evidence_ids"),
    ),
    "progress note of the reviewee": _note_probe("reviewee"),
    "progress note of the reviewer": _note_probe("reviewer"),
    "observation": Probe(
        "school.appraisal.observation",
        _lines("observation_ids"),
        {"date_planned": "2026-11-03"},
        values_of={"observer": {"actions": "Work in pairs"}},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "observer_id": world.person["observer"].id,
            "agreed": False,
        },
        parent=("appraisal", "observation_ids"),
    ),
    "deadline": _deadline_probe("final"),
    "deadline of an observation": _deadline_probe("observation_feedback"),
    "deadline of the decision on pay": _deadline_probe("pay_decided", since=3),
    "deadline on the calendar": _agenda_probe(duty="final"),
    "deadline of an observation on the calendar": _agenda_probe(
        duty="observation_feedback"
    ),
    "deadline of pay on the calendar": _agenda_probe(duty="pay_decided", since=3),
    "meeting on the calendar": _agenda_probe(what="meeting"),
    "adjustment": Probe(
        "school.appraisal.adjustment",
        _lines("adjustment_ids"),
        {"note": "It helps"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "name": "Minutes come the day before",
        },
        parent=("appraisal", "adjustment_ids"),
    ),
    "earlier paper": Probe(
        "school.appraisal.earlier.paper",
        _lines("earlier_paper_ids"),
        {"name": "Another.pdf"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "name": "Forged.pdf",
            "school_year": "2025/26",
        },
        parent=("appraisal", "earlier_paper_ids"),
    ),
    "time of standing still": Probe(
        "school.appraisal.suspension",
        lambda world, appraisal, person: appraisal.all_suspension_ids,
        {"reason": "Another one"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "reason": "Another one",
        },
    ),
    "decision on a change": Probe(
        "school.appraisal.change",
        lambda world, appraisal, person: appraisal.all_change_ids,
        {"reason": "Another one"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "event": "post",
            "decision": "goes_on",
            "date_from": "2026-10-01",
            "decided_by": world.person["head"].id,
            "reason": "Another one",
        },
    ),
    "request for another reviewer": Probe(
        "school.appraisal.reviewer.request",
        lambda world, appraisal, person: world._request(appraisal),
        {"reasons": "Never there"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "reviewer_id": appraisal.reviewer_id.id,
            "reasons": "Never there",
        },
    ),
    "training need": Probe(
        "school.appraisal.cpd.need",
        _lines("cpd_need_ids"),
        {"action": "A course"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "name": "First aid",
        },
        parent=("appraisal", "cpd_need_ids"),
    ),
    "self-review": Probe(
        "school.appraisal.self.review",
        lambda world, appraisal, person: world._self_review(appraisal),
        lambda world, appraisal: {
            "answer_ids": [
                Command.update(
                    world._self_review(appraisal).answer_ids[0].id, {"answer": "More"}
                )
            ]
        },
        create=_without_self_review,
    ),
    "self-review answer": Probe(
        "school.appraisal.self.review.answer",
        lambda world, appraisal, person: world._self_review(appraisal).answer_ids[:1],
        {"answer": "More"},
        create=lambda world, appraisal: {
            "review_id": world._self_review(appraisal).id,
            "question": "Mine",
        },
        parent=("self-review", "answer_ids"),
    ),
    "checklist of the reviewee": _checklist("reviewee"),
    "checklist of the reviewer": _checklist("reviewer"),
    "checklist of both": _checklist("both"),
    "review of an objective": Probe(
        "school.appraisal.objective.review",
        _lines("objective_review_ids"),
        {"progress": "Better"},
        create=_without_interim,
        since=3,
        parent=("appraisal", "objective_review_ids"),
    ),
    "assessment of a standard": Probe(
        "school.appraisal.standard.assessment",
        _lines("standard_assessment_ids"),
        {"assessment": "Better"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "competence": "Cooking",
        },
        since=3,
        parent=("appraisal", "standard_assessment_ids"),
    ),
    "planning form": Probe(
        "school.appraisal.statement",
        _statement("planning"),
        {"reviewer_comments": "Well done"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "kind": "cpd",
            "form_id": world.group.form_ids[0].id,
        },
        parent=("appraisal", "statement_ids"),
    ),
    "review form": Probe(
        "school.appraisal.statement",
        _statement("review"),
        {"reviewer_comments": "Well done"},
        since=3,
        parent=("appraisal", "statement_ids"),
    ),
    "text on the planning form": Probe(
        "school.appraisal.statement.text",
        lambda world, appraisal, person: _statement("planning")(
            world, appraisal, person
        ).text_ids[:1],
        {"text": "More"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "statement_id": _statement("planning")(world, appraisal, None).id,
            "box_id": world.group.form_ids.box_ids[0].id,
        },
        parent=("planning form", "text_ids"),
    ),
    "signature under the plan": Probe(
        "school.appraisal.signature",
        lambda world, appraisal, person: _statement("planning")(
            world, appraisal, person
        ).signature_ids[:1],
        {"signer_name": "Somebody"},
        create=lambda world, appraisal: {
            "statement_id": _statement("planning")(world, appraisal, None).id,
            "version": 1,
            "role": "reviewee",
            "signer_name": "Somebody",
            "signed_on": "2026-10-01 10:00:00",
            "method": "typed",
            "content_hash": "0",
            "voided_on": "2026-10-01 10:00:00",
        },
        since=2,
        parent=("planning form", "signature_ids"),
    ),
    "team": Probe(
        "school.appraisal.team",
        _setting("team"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "cycle_id": world.years_not_asked.cycle_id.id,
            "reviewer_id": world.person["reviewer"].id,
            "proposed_by": world.person["head"].id,
            "asked_on": "2026-10-01 10:00:00",
        },
        staged=False,
    ),
    "membership in a team": Probe(
        "school.appraisal.team.member",
        _team_row("team_asked"),
        {"state": "consented"},
        create=lambda world, appraisal: {
            "team_id": world.team_asked.id,
            "team_name": "New",
            "appraisal_id": world.years_not_asked[0].id,
            "person": "Somebody",
            "asked_on": "2026-10-01 10:00:00",
        },
        staged=False,
        parent=("team", "member_ids"),
    ),
    "year of a team": Probe(
        "school.appraisal",
        _setting("team.year_id"),
        {"date_review_meeting": "2027-07-06"},
        staged=False,
    ),
    "objective of a team": Probe(
        "school.appraisal.objective",
        _of_team("objective_ids"),
        {"name": "Another aim"},
        create=lambda world, appraisal: {
            "appraisal_id": world.team.year_id.id,
            "name": "One more",
        },
        staged=False,
    ),
    "training need of a team": Probe(
        "school.appraisal.cpd.need",
        _of_team("cpd_need_ids"),
        {"action": "A course"},
        create=lambda world, appraisal: {
            "appraisal_id": world.team.year_id.id,
            "name": "First aid",
        },
        staged=False,
    ),
    "plan of a team": Probe(
        "school.appraisal.statement",
        _of_team("statement_ids"),
        {"reviewer_comments": "Well done"},
        staged=False,
    ),
    "signature under a team's plan": Probe(
        "school.appraisal.signature",
        lambda world, appraisal, person: world.team.year_id.statement_ids.signature_ids[
            :1
        ],
        {"signer_name": "Somebody"},
        staged=False,
    ),
    "row of access": Probe(
        "school.appraisal.access",
        lambda world, appraisal, person: (
            appraisal.access_ids.filtered(
                lambda row: row.user_id == world.person["former reviewer"]
            )
            if person != "former reviewer"
            else appraisal.access_ids.filtered(lambda row: row.role == "head")[:1]
        ),
        {"state": "active"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "user_id": world.person["colleague"].id,
            "role": "head",
            "purpose": "Curious",
            "granted_by": world.person["colleague"].id,
            "date_from": "2026-09-01",
            "state": "active",
        },
        parent=("appraisal", "access_ids"),
    ),
    "own row of access": Probe(
        "school.appraisal.access", _own_access, {"date_to": "2099-01-01"}
    ),
    "register of access": Probe(
        "school.appraisal.access.log",
        _lines("access_log_ids"),
        {"event": "exported"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "user_id": world.person["colleague"].id,
            "event": "printed",
            "date": "2026-10-01",
            "logged_on": "2026-10-01 10:00:00",
        },
        parent=("appraisal", "access_log_ids"),
    ),
    "pay recommendation": Probe(
        "school.appraisal.pay.recommendation",
        _lines("pay_recommendation_ids"),
        {"recommendation": "no_progress"},
        values_of={"head": {"point_to": "99"}, "chair": {"point_to": "99"}},
        create=lambda world, appraisal: {
            "appraisal_id": world.plan.appraisal_id.id,
            "employee_id": world.employees["reviewee"].id,
            "employee_name": "Rae",
            "school_id": world.school.id,
        },
        since=3,
        parent=("appraisal", "pay_recommendation_ids"),
    ),
    "reason for the pay recommendation": Probe(
        "school.appraisal.pay.reason",
        lambda world, appraisal, person: appraisal.pay_recommendation_ids.reason_ids,
        {"reason": "Another"},
        create=_without_reason,
        since=3,
        parent=("pay recommendation", "reason_ids"),
    ),
    "policy": Probe(
        "school.appraisal.policy",
        _setting("spare_policy"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "reviewee_word": "a",
            "reviewer_word": "b",
            "objective_word": "c",
        },
        staged=False,
    ),
    "staff group": Probe(
        "school.appraisal.staff.group",
        _setting("spare_policy.staff_group_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "policy_id": world.spare_policy.id,
        },
        staged=False,
        parent=("policy", "staff_group_ids"),
    ),
    "form of a policy": Probe(
        "school.appraisal.form",
        _setting("spare_policy.staff_group_ids.form_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "kind": "planning",
            "template": world.group.form_ids[0].template,
            "staff_group_id": world.env["school.appraisal.staff.group"]
            .create({"name": "Other", "policy_id": world.spare_policy.id})
            .id,
        },
        staged=False,
        parent=("staff group", "form_ids"),
    ),
    "box of a form": Probe(
        "school.appraisal.box",
        _setting("spare_policy.staff_group_ids.form_ids.box_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "code": "new",
            "form_id": world.spare_policy.staff_group_ids.form_ids[0].id,
        },
        staged=False,
        parent=("form of a policy", "box_ids"),
    ),
    "category of objectives": Probe(
        "school.appraisal.category",
        _setting("spare_policy.staff_group_ids.category_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "staff_group_id": world.spare_policy.staff_group_ids[0].id,
        },
        staged=False,
        parent=("staff group", "category_ids"),
    ),
    "value of a scale": Probe(
        "school.appraisal.rating",
        _setting("spare_policy.staff_group_ids.rating_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "staff_group_id": world.spare_policy.staff_group_ids[0].id,
        },
        staged=False,
        parent=("staff group", "rating_ids"),
    ),
    "size of a panel": Probe(
        "school.appraisal.panel.size",
        _setting("spare_policy.staff_group_ids.panel_size_ids"),
        {"size": 3},
        create=lambda world, appraisal: {
            "size": 2,
            "staff_group_id": world.spare_policy.staff_group_ids[0].id,
        },
        staged=False,
        parent=("staff group", "panel_size_ids"),
    ),
    "limit of a policy": Probe(
        "school.appraisal.limit",
        _setting("spare_policy.staff_group_ids.limit_ids"),
        {"number": 3},
        create=lambda world, appraisal: {
            "duty": "shared",
            "number": 5,
            "staff_group_id": world.spare_policy.staff_group_ids[0].id,
        },
        staged=False,
        parent=("staff group", "limit_ids"),
    ),
    "question of a policy": Probe(
        "school.appraisal.question",
        _setting("spare_policy.staff_group_ids.question_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "staff_group_id": world.spare_policy.staff_group_ids[0].id,
        },
        staged=False,
        parent=("staff group", "question_ids"),
    ),
    "checklist item of a policy": Probe(
        "school.appraisal.checklist.item",
        _setting("spare_policy.staff_group_ids.checklist_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "staff_group_id": world.spare_policy.staff_group_ids[0].id,
        },
        staged=False,
        parent=("staff group", "checklist_ids"),
    ),
    "objective of the library": Probe(
        "school.appraisal.objective.template",
        _setting("spare_policy.staff_group_ids.objective_template_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "staff_group_id": world.spare_policy.staff_group_ids[0].id,
        },
        staged=False,
        parent=("staff group", "objective_template_ids"),
    ),
    "set of standards": Probe(
        "school.appraisal.standard.set",
        _setting("spare_set"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {"name": "New"},
        staged=False,
    ),
    "standard": Probe(
        "school.appraisal.standard",
        _setting("spare_set.standard_ids"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {"name": "New", "set_id": world.spare_set.id},
        staged=False,
        parent=("set of standards", "standard_ids"),
    ),
    "school": Probe(
        "school.appraisal.school",
        _setting("school"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "company_id": world.company.id,
        },
        staged=False,
    ),
    "cycle": Probe(
        "school.appraisal.cycle",
        _setting("spare_cycle"),
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "policy_id": world.policy.id,
            "school_id": world.school.id,
            "date_start": "2030-09-01",
            "date_end": "2031-08-31",
        },
        staged=False,
    ),
    "improvement priority": Probe(
        "school.appraisal.priority",
        lambda world, appraisal, person: world.spare_priority,
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "name": "New",
            "school_id": world.school.id,
            "year": 2026,
        },
        staged=False,
    ),
    "staff facts": Probe(
        "school.appraisal.staff",
        lambda world, appraisal, person: world.staff["reviewee"],
        {"induction_until": "2026-12-01"},
        create=lambda world, appraisal: {
            "employee_id": world.env["hr.employee"].create({"name": "New"}).id,
            "school_id": world.school.id,
            "staff_group_id": world.group.id,
        },
        staged=False,
    ),
    "figures of a cycle": Probe(
        "school.appraisal.figure",
        lambda world, appraisal, person: world.env["school.appraisal.figure"].search(
            [("cycle_id", "=", world.plan.appraisal_id.cycle_id.id)]
        ),
        {"people": 1},
        create=lambda world, appraisal: {
            "cycle_id": world.cycle.id,
            "stage": "closed",
            "people": 1,
        },
        staged=False,
    ),
    "nomination for an office": Probe(
        "school.appraisal.nomination",
        _setting("nomination"),
        {"state": "confirmed"},
        create=lambda world, appraisal: {
            "school_id": world.school.id,
            "user_id": world.person["colleague"].id,
            "office": "chair_user_id",
            "named_by": world.person["administrator"].id,
        },
        staged=False,
    ),
    "grant dialog": Probe(
        "school.appraisal.access.grant",
        _dialog("grant dialog"),
        {"purpose": "Another"},
        create=lambda world, appraisal: {
            "appraisal_ids": [Command.set(world.plan.appraisal_id.ids)],
            "user_id": world.person["colleague"].id,
            "purpose": "Curious",
            "date_to": str(date.today()),
        },
        staged=False,
    ),
    "share dialog": Probe(
        "school.appraisal.statement.share",
        _dialog("share dialog"),
        {"content_hash": "0"},
        create=lambda world, appraisal: {"statement_id": world.plan.id},
        staged=False,
    ),
    "sign dialog": Probe(
        "school.appraisal.statement.sign",
        _dialog("sign dialog"),
        {"comments": "Mine"},
        create=lambda world, appraisal: {"statement_id": world.plan.id},
        staged=False,
    ),
    "paper dialog": Probe(
        "school.appraisal.statement.paper",
        _dialog("paper dialog"),
        {"filename": "scan.pdf"},
        create=lambda world, appraisal: {"statement_id": world.plan.id},
        staged=False,
    ),
    "refusal dialog": Probe(
        "school.appraisal.statement.refusal",
        _dialog("refusal dialog"),
        {"reason": "Says no"},
        create=lambda world, appraisal: {"statement_id": world.plan.id},
        staged=False,
    ),
    "copy dialog": Probe(
        "school.appraisal.objective.copy",
        _dialog("copy dialog"),
        lambda world, appraisal: {
            "line_ids": [
                Command.update(
                    world.dialog["copy dialog"].line_ids[0].id, {"selected": True}
                )
            ]
        },
        create=lambda world, appraisal: {"appraisal_id": world.plan.appraisal_id.id},
        staged=False,
    ),
    "line of the copy dialog": Probe(
        "school.appraisal.objective.copy.line",
        lambda world, appraisal, person: world.dialog["copy dialog"].line_ids[:1],
        {"selected": True},
        create=lambda world, appraisal: {
            "copy_id": world.dialog["copy dialog"].id,
            "template_id": world.group.objective_template_ids.id,
        },
        staged=False,
        parent=("copy dialog", "line_ids"),
    ),
    "dialog to collect evidence": Probe(
        "school.appraisal.evidence.collect",
        _dialog("dialog to collect evidence"),
        {"finding": "Well prepared"},
        create=lambda world, appraisal: {
            "evidence_id": world.plan.appraisal_id.evidence_ids[:1].id,
        },
        staged=False,
    ),
    "cancel dialog": Probe(
        "school.appraisal.cancel",
        _dialog("cancel dialog"),
        {"reason": "Moved away"},
        create=lambda world, appraisal: {
            "appraisal_id": world.plan.appraisal_id.id,
            "reason": "Left",
        },
        staged=False,
    ),
    "dialog to let a year stand still": Probe(
        "school.appraisal.suspend",
        _dialog("dialog to let a year stand still"),
        {"reason": "Discipline"},
        create=lambda world, appraisal: {
            "appraisal_id": world.plan.appraisal_id.id,
            "reason": "Capability",
        },
        staged=False,
    ),
    "dialog to decide on a change": Probe(
        "school.appraisal.change.decide",
        _dialog("dialog to decide on a change"),
        {"reason": "Maternity leave"},
        create=lambda world, appraisal: {
            "appraisal_id": world.plan.appraisal_id.id,
            "event": "absence",
            "decision": "goes_on",
            "reason": "Back again",
        },
        staged=False,
    ),
    "dialog to cancel an observation": Probe(
        "school.appraisal.observation.cancel",
        _dialog("dialog to cancel an observation"),
        {"reason": "Ill"},
        create=lambda world, appraisal: {
            "observation_id": world.plan.appraisal_id.observation_ids[:1].id,
            "reason": "Away",
        },
        staged=False,
    ),
    "dialog to extend a deadline": Probe(
        "school.appraisal.deadline.extend",
        _dialog("dialog to extend a deadline"),
        {"reason": "Ill"},
        create=lambda world, appraisal: {
            "deadline_id": world._of_duty(world.plan.appraisal_id, "final").id,
            "date_extended": "2026-12-01",
            "reason": "Away",
        },
        staged=False,
    ),
    "dialog to comment on an observation": Probe(
        "school.appraisal.observation.comment",
        _dialog("dialog to comment on an observation"),
        {"comments": "Mine"},
        create=lambda world, appraisal: {
            "observation_id": world.plan.appraisal_id.observation_ids[:1].id,
        },
        staged=False,
    ),
    "reassign dialog": Probe(
        "school.appraisal.reviewer.reassign",
        _dialog("reassign dialog"),
        lambda world, appraisal: {"reviewer_id": world.person["colleague"].id},
        create=lambda world, appraisal: {
            "appraisal_ids": [Command.set(world.plan.appraisal_id.ids)],
            "reviewer_id": world.person["colleague"].id,
        },
        staged=False,
    ),
    "dialog to propose a team": Probe(
        "school.appraisal.team.propose",
        _dialog("dialog to propose a team"),
        {"team_name": "Others"},
        create=lambda world, appraisal: world._proposal(),
        staged=False,
    ),
    "answer dialog": Probe(
        "school.appraisal.reviewer.answer",
        _dialog("answer dialog"),
        {"answer": "Granted"},
        create=lambda world, appraisal: {"request_id": world.sent_request.id},
        staged=False,
    ),
    "list of people to add": Probe(
        "school.appraisal.launch",
        _dialog("list of people to add"),
        {"line_ids": []},
        create=lambda world, appraisal: {
            "cycle_ids": [Command.set(world.empty_cycle.ids)]
        },
        staged=False,
    ),
    "person to add": Probe(
        "school.appraisal.launch.line",
        lambda world, appraisal, person: world.dialog["list of people to add"].line_ids[
            :1
        ],
        {"included": False},
        create=lambda world, appraisal: {
            "launch_id": world.dialog["list of people to add"].id,
            "cycle_id": world.empty_cycle.id,
            "staff_id": world.staff["colleague"].id,
            "name": "Somebody",
        },
        staged=False,
        parent=("list of people to add", "line_ids"),
    ),
    "meeting": Probe(
        "school.appraisal.meeting",
        _lines("meeting_ids"),
        {"consent": "Forged"},
        create=lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "kind": "feedback",
            "start": "2026-10-05 09:00:00",
            "stop": "2026-10-05 10:00:00",
            "set_by": world.person["reviewer"].id,
        },
        parent=("appraisal", "meeting_ids"),
    ),
    "meeting dialog": Probe(
        "school.appraisal.meeting.set",
        _dialog("meeting dialog"),
        {"hours": 2},
        create=lambda world, appraisal: {
            "appraisal_id": world.plan.appraisal_id.id,
            "kind": "feedback",
        },
        staged=False,
    ),
    "dialog of several meetings": Probe(
        "school.appraisal.meeting.bulk",
        _dialog("dialog of several meetings"),
        {"line_ids": [Command.clear()]},
        create=lambda world, appraisal: world._meetings(world.plan.appraisal_id),
        staged=False,
    ),
    "print dialog": Probe(
        "school.appraisal.statement.print",
        _dialog("print dialog"),
        {"with_unsigned": True},
        create=lambda world, appraisal: {"cycle_id": world.empty_cycle.id},
        staged=False,
    ),
    "printing of several forms": Probe(
        "school.appraisal.print.job",
        _setting("print_job"),
        {"state": "printing"},
        create=lambda world, appraisal: {
            "user_id": world.person["head"].id,
            "file_format": "zip",
            "queue": world.plan.ids,
            "expires_on": "2099-01-01 00:00:00",
        },
        staged=False,
    ),
    "export dialog": Probe(
        "school.appraisal.pay.export",
        _dialog("export dialog"),
        {"file_format": "xlsx"},
        create=lambda world, appraisal: {"file_format": "csv"},
        staged=False,
    ),
    "dialog to let managers add people": Probe(
        "school.appraisal.launchers.name",
        _dialog("dialog to let managers add people"),
        {"user_ids": [Command.clear()]},
        create=lambda world, appraisal: {"cycle_id": world.empty_cycle.id},
        staged=False,
    ),
    "dialog to import plans": Probe(
        "school.appraisal.plan.import",
        _dialog("dialog to import plans"),
        {"filename": "plans.csv"},
        create=lambda world, appraisal: {"cycle_id": world.empty_cycle.id},
        staged=False,
    ),
    "dialog to import earlier papers": Probe(
        "school.appraisal.paper.import",
        _dialog("dialog to import earlier papers"),
        {"school_year": "2024/25"},
        create=lambda world, appraisal: {"cycle_id": world.empty_cycle.id},
        staged=False,
    ),
    "dialog to remove an earlier paper": Probe(
        "school.appraisal.paper.remove",
        _dialog("dialog to remove an earlier paper"),
        {"reason": "Another's"},
        create=lambda world, appraisal: {
            "paper_id": world.plan.appraisal_id.earlier_paper_ids.id,
        },
        staged=False,
    ),
    "import dialog": Probe(
        "school.appraisal.staff.import",
        _dialog("import dialog"),
        {"filename": "staff.csv"},
        create=lambda world, appraisal: {"school_id": world.school.id},
        staged=False,
    ),
    "set-up dialog": Probe(
        "school.appraisal.setup",
        _dialog("set-up dialog"),
        {"policy_name": "Renamed"},
        create=lambda world, appraisal: {"policy_id": world.policy.id},
        staged=False,
    ),
    "school in the set-up dialog": Probe(
        "school.appraisal.setup.school",
        lambda world, appraisal, person: world.dialog["set-up dialog"].school_line_ids[
            :1
        ],
        {"name": "Renamed"},
        create=lambda world, appraisal: {
            "setup_id": world.dialog["set-up dialog"].id,
            "name": "New",
            "company_id": world.company.id,
        },
        staged=False,
        parent=("set-up dialog", "school_line_ids"),
    ),
    "job in the set-up dialog": Probe(
        "school.appraisal.setup.job",
        lambda world, appraisal, person: world.dialog["set-up dialog"].job_line_ids[:1],
        {"title": "Renamed"},
        create=lambda world, appraisal: {
            "setup_id": world.dialog["set-up dialog"].id,
            "school_id": world.school.id,
        },
        staged=False,
        parent=("set-up dialog", "job_line_ids"),
    ),
}


@dataclass
class Button:
    """How one entry of ``ACTIONS`` is pressed: on the record of the probe, or in a
    dialog that the person opens on it with these values."""

    model: str
    method: str
    record: object
    dialog: object = None
    staged: bool = True


def _form_dialog(model, method, kind="planning", **values):
    return Button(
        model,
        method,
        _statement(kind),
        lambda world, statement: {
            "statement_id": statement.id,
            "content_hash": statement.content_hash,
            **values,
        },
    )


def _appraisal_button(method):
    return Button("school.appraisal", method, PROBES["appraisal"].record)


def _meeting_dialog(method):
    return Button(
        "school.appraisal.meeting.set",
        method,
        PROBES["appraisal"].record,
        lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "kind": "feedback",
            "start": str(datetime.combine(date.today(), time(9)) + timedelta(days=9)),
            "consent": "Both agreed",
        },
    )


def _form_button(method, kind="planning"):
    return Button("school.appraisal.statement", method, _statement(kind))


def _pay_button(method):
    return Button(
        "school.appraisal.pay.recommendation", method, _lines("pay_recommendation_ids")
    )


def _to_confirm(world, appraisal, person):
    """The row that waits; it is in the years of those let in."""
    if person in OF_HEAD:
        return world.env["school.appraisal.access"]
    stage = next(
        stage
        for years in (world.year, world.year_let_in, world.year_of_head)
        for stage, one in years.items()
        if one == appraisal
    )
    return world.year_let_in.get(stage, appraisal.browse()).access_ids.filtered(
        lambda row: row.state == "pending"
    )


def _to_end(world, appraisal, person):
    """A row that was granted."""
    if not appraisal.access_ids.filtered(lambda row: row.role == "granted"):
        appraisal.with_user(
            world.person["chair" if appraisal.of_head else "head"]
        ).grant(
            world.person["granted reader"], "granted", "appraisal", "x", date.today()
        )
    return appraisal.access_ids.filtered(
        lambda row: row.role == "granted" and row.state == "active"
    )[:1]


def _answer(method):
    return Button(
        "school.appraisal.reviewer.answer",
        method,
        lambda world, appraisal, person: world._request(appraisal),
        lambda world, request: {
            "request_id": request.id,
            "answer": "Read",
            "reviewer_id": world.person["colleague"].id,
        },
    )


def _of_launch(method):
    return Button(
        "school.appraisal.launch",
        method,
        lambda world, appraisal, person: world.dialog["list of people to add"],
        staged=False,
    )


def _plan_import(method):
    return Button(
        "school.appraisal.plan.import",
        method,
        _setting("empty_cycle"),
        lambda world, cycle: {"cycle_id": cycle.id, "file": PLANS},
        staged=False,
    )


def _paper_import(method):
    return Button(
        "school.appraisal.paper.import",
        method,
        _setting("empty_cycle"),
        lambda world, cycle: {"cycle_id": cycle.id, "file": PAPER},
        staged=False,
    )


def _set_up(method, **values):
    """A step of the set-up under the policy of the world, with a school as it is."""
    return Button(
        "school.appraisal.setup",
        method,
        _setting("school"),
        lambda world, school: {
            "policy_id": world.policy.id,
            "source": "own",
            "school_line_ids": [
                Command.create(
                    {
                        "school_id": school.id,
                        "company_id": school.company_id.id,
                        "head_id": school.head_id.id,
                        "name": "Renamed",
                        "chair_user_id": world.person["chair"].id,
                    }
                )
            ],
            "job_line_ids": [
                Command.create(
                    {
                        "school_id": school.id,
                        "title": "manager post",
                        "count_all": 1,
                        "staff_group_id": world.group.id,
                    }
                )
            ],
            **values,
        },
        staged=False,
    )


def _team_button(method, which="team"):
    return Button("school.appraisal.team", method, _setting(which), staged=False)


def _membership_button(method, which="team"):
    return Button(
        "school.appraisal.team.member", method, _team_row(which), staged=False
    )


def _observation(state):
    """The one that was added and stands there."""
    return lambda world, appraisal, person: appraisal.observation_ids.filtered(
        lambda observation: observation.subject == state
    )


def _observation_button(method, state):
    return Button("school.appraisal.observation", method, _observation(state))


BUTTONS = {
    "appraisal: next step": _appraisal_button("action_next_step"),
    "appraisal: begin the review": _appraisal_button("action_open_review"),
    "appraisal: prepare the training form": _appraisal_button(
        "action_prepare_cpd_form"
    ),
    "appraisal: set a meeting": _appraisal_button("action_open_meeting"),
    "meeting dialog: set": _meeting_dialog("action_set"),
    "meeting dialog: propose a later time": _meeting_dialog("action_next_time"),
    "appraisal: remind": _appraisal_button("action_remind"),
    "appraisal: who can see this": _appraisal_button("action_open_access"),
    "appraisal: my own": Button(
        "school.appraisal",
        "action_open_mine",
        lambda world, appraisal, person: appraisal.browse(),
    ),
    "appraisal: forms": _appraisal_button("action_open_statements"),
    "appraisal: previous year": _appraisal_button("action_open_previous"),
    "appraisal: self-review": _appraisal_button("action_open_self_review"),
    "year of a team: the team": Button(
        "school.appraisal", "action_open_team", _setting("team.year_id"), staged=False
    ),
    "team: withdraw the proposal": _team_button("action_withdraw", "team_asked"),
    "team: its year": _team_button("action_open_year"),
    "membership in a team: consent": _membership_button("action_consent", "team_asked"),
    "membership in a team: decline": _membership_button("action_decline", "team_asked"),
    "membership in a team: leave": _membership_button("action_leave"),
    "membership in a team: the team's year": _membership_button("action_open_year"),
    "dialog to propose a team: ask": Button(
        "school.appraisal.team.propose",
        "action_propose",
        _setting("years_not_asked"),
        lambda world, found: world._proposal(),
        staged=False,
    ),
    "appraisal: begin the mid-year review": _appraisal_button("action_begin_interim"),
    "appraisal: tell of the mid-year review": _appraisal_button("action_share_interim"),
    "progress note of the reviewee: correct": Button(
        "school.appraisal.progress.note", "action_correct", _note("reviewee")
    ),
    "self-review: side by side": Button(
        "school.appraisal.self.review",
        "action_compare",
        lambda world, appraisal, person: world._self_review(appraisal),
    ),
    "observation: it took place": _observation_button("action_observed", "planned"),
    "observation: feedback is given": _observation_button(
        "action_feed_back", "observed"
    ),
    "observation: record": _observation_button("action_record", "fed_back"),
    "calendar: open": Button(
        "school.appraisal.agenda", "action_open", _agenda(duty="final")
    ),
    "dialog of several meetings: set": Button(
        "school.appraisal.meeting.bulk",
        "action_set",
        PROBES["appraisal"].record,
        lambda world, appraisal: world._meetings(appraisal),
    ),
    "deadline: more time": Button(
        "school.appraisal.deadline", "action_open_extend", _deadline("final")
    ),
    "dialog to extend a deadline: extend": Button(
        "school.appraisal.deadline.extend",
        "action_extend",
        _deadline("final"),
        lambda world, deadline: {
            "deadline_id": deadline.id,
            "date_extended": "2026-12-01",
            "reason": "Away",
        },
    ),
    "dialog to cancel an observation: cancel": Button(
        "school.appraisal.observation.cancel",
        "action_cancel",
        _observation("planned"),
        lambda world, found: {"observation_id": found.id, "reason": "Away"},
    ),
    "dialog to comment on an observation: comment": Button(
        "school.appraisal.observation.comment",
        "action_comment",
        _observation("recorded"),
        lambda world, found: {"observation_id": found.id, "comments": "Mine"},
    ),
    "appraisal: checklist": _appraisal_button("action_open_checklist"),
    "appraisal: copy objectives": _appraisal_button("action_open_copy_objectives"),
    "copy dialog: copy": Button(
        "school.appraisal.objective.copy",
        "action_copy",
        PROBES["appraisal"].record,
        lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "line_ids": [
                Command.create(
                    {
                        "template_id": (
                            appraisal.staff_group_id.objective_template_ids.id
                        ),
                        "selected": True,
                    }
                )
            ],
        },
    ),
    "dialog to collect evidence: collect": Button(
        "school.appraisal.evidence.collect",
        "action_collect",
        PROBES["evidence"].record,
        lambda world, evidence: {"evidence_id": evidence.id, "finding": "Good"},
    ),
    "self-review: hand in": Button(
        "school.appraisal.self.review",
        "action_hand_in",
        lambda world, appraisal, person: world._self_review(appraisal),
    ),
    "planning form: share": _form_button("action_share"),
    "planning form: take back": _form_button("action_take_back"),
    "planning form: open the share dialog": _form_button("action_open_share"),
    "planning form: open the sign dialog": _form_button("action_open_sign"),
    "planning form: open the paper dialog": _form_button("action_open_paper"),
    "planning form: open the refusal dialog": _form_button("action_open_refusal"),
    "planning form: print": _form_button("action_print"),
    "review form: share": _form_button("action_share", "review"),
    "review form: take back": _form_button("action_take_back", "review"),
    "review form: sign": _form_dialog(
        "school.appraisal.statement.sign", "action_sign", "review"
    ),
    "review form: refusal": _form_dialog(
        "school.appraisal.statement.refusal",
        "action_record",
        "review",
        reason="Says no",
    ),
    "share dialog: share": _form_dialog(
        "school.appraisal.statement.share", "action_share"
    ),
    "sign dialog: sign": _form_dialog("school.appraisal.statement.sign", "action_sign"),
    "sign dialog: comment": _form_dialog(
        "school.appraisal.statement.sign", "action_comment", comments="Mine"
    ),
    "sign dialog: ask for changes": _form_dialog(
        "school.appraisal.statement.sign", "action_request_changes", comments="Mine"
    ),
    "paper dialog: record": Button(
        "school.appraisal.statement.paper",
        "action_record",
        _statement("planning"),
        lambda world, statement: {
            "statement_id": statement.id,
            "paper_date": date.today(),
            "scan": base64.b64encode(b"%PDF-1.4 scan"),
        },
    ),
    "refusal dialog: record": _form_dialog(
        "school.appraisal.statement.refusal", "action_record", reason="Says no"
    ),
    "cancel dialog: cancel": Button(
        "school.appraisal.cancel",
        "action_cancel",
        PROBES["appraisal"].record,
        lambda world, appraisal: {"appraisal_id": appraisal.id, "reason": "Left"},
    ),
    "dialog to let a year stand still: do so": Button(
        "school.appraisal.suspend",
        "action_suspend",
        PROBES["appraisal"].record,
        lambda world, appraisal: {"appraisal_id": appraisal.id, "reason": "Capability"},
    ),
    "dialog to decide on a change: decide": Button(
        "school.appraisal.change.decide",
        "action_decide",
        PROBES["appraisal"].record,
        lambda world, appraisal: {
            "appraisal_id": appraisal.id,
            "event": "leaving",
            "decision": "ends",
            "reason": "Left",
        },
    ),
    "appraisal: resume": Button(
        "school.appraisal",
        "action_resume",
        _setting("still_year"),
        staged=False,
    ),
    "reassign dialog: reassign": Button(
        "school.appraisal.reviewer.reassign",
        "action_reassign",
        PROBES["appraisal"].record,
        lambda world, appraisal: {
            "appraisal_ids": [Command.set(appraisal.ids)],
            "reviewer_id": world.person["colleague"].id,
        },
    ),
    "grant dialog: grant": Button(
        "school.appraisal.access.grant",
        "action_grant",
        PROBES["appraisal"].record,
        lambda world, appraisal: {
            "appraisal_ids": [Command.set(appraisal.ids)],
            "user_id": world.person["colleague"].id,
            "purpose": "An audit",
            "date_to": date.today(),
        },
    ),
    "print dialog: print": Button(
        "school.appraisal.statement.print",
        "action_print",
        PROBES["appraisal"].record,
        lambda world, appraisal: {
            "appraisal_ids": [Command.set(appraisal.ids)],
            "with_unsigned": True,
        },
    ),
    "printing of several forms: look again": Button(
        "school.appraisal.print.job",
        "action_refresh",
        _setting("print_job"),
        staged=False,
    ),
    "appraisal: requests for another reviewer": _appraisal_button(
        "action_open_reviewer_requests"
    ),
    "request for another reviewer: send": Button(
        "school.appraisal.reviewer.request",
        "action_send",
        lambda world, appraisal, person: world._request(appraisal),
    ),
    "request for another reviewer: take back": Button(
        "school.appraisal.reviewer.request",
        "action_withdraw",
        lambda world, appraisal, person: world._request(appraisal),
    ),
    "answer dialog: grant": _answer("action_grant"),
    "answer dialog: decline": _answer("action_decline"),
    "row of access: confirm": Button(
        "school.appraisal.access", "action_confirm", _to_confirm
    ),
    "row of access: end": Button("school.appraisal.access", "action_end", _to_end),
    "nomination: confirm": Button(
        "school.appraisal.nomination",
        "action_confirm",
        _setting("nomination"),
        staged=False,
    ),
    "nomination: withdraw": Button(
        "school.appraisal.nomination",
        "action_withdraw",
        _setting("nomination"),
        staged=False,
    ),
    "pay recommendation: endorse": _pay_button("action_endorse"),
    "pay recommendation: decide on progress": _pay_button("action_decide_progress"),
    "pay recommendation: decide on no progress": _pay_button(
        "action_decide_no_progress"
    ),
    "export dialog: export": Button(
        "school.appraisal.pay.export",
        "action_export",
        _lines("pay_recommendation_ids"),
        lambda world, pay: {
            "recommendation_ids": [Command.set(pay.ids)],
            "file_format": "csv",
        },
    ),
    "school: confirm the head": Button(
        "school.appraisal.school",
        "action_confirm_head",
        _setting("school_to_confirm"),
        staged=False,
    ),
    "cycle: open": Button(
        "school.appraisal.cycle", "action_open", _setting("spare_cycle"), staged=False
    ),
    "cycle: close": Button(
        "school.appraisal.cycle", "action_close", _setting("empty_cycle"), staged=False
    ),
    "cycle: add people": Button(
        "school.appraisal.cycle",
        "action_add_people",
        _setting("empty_cycle"),
        staged=False,
    ),
    "list of people to add: start": _of_launch("action_launch"),
    "list of people to add: look again": _of_launch("action_list"),
    "list of people to add: how far": _of_launch("action_look"),
    "list of people to add: stop": Button(
        "school.appraisal.launch",
        "action_stop",
        _setting("running_launch"),
        staged=False,
    ),
    "dialog to let managers add people: name": Button(
        "school.appraisal.launchers.name",
        "action_name",
        _setting("empty_cycle"),
        lambda world, cycle: {"cycle_id": cycle.id},
        staged=False,
    ),
    "cycle: add the own team": Button(
        "school.appraisal.cycle",
        "action_add_team",
        _setting("empty_cycle"),
        staged=False,
    ),
    "cycle: import plans": Button(
        "school.appraisal.cycle",
        "action_import_plans",
        _setting("empty_cycle"),
        staged=False,
    ),
    "dialog to import plans: check": _plan_import("action_check"),
    "dialog to import plans: import": _plan_import("action_import"),
    "dialog to import earlier papers: check": _paper_import("action_check"),
    "dialog to import earlier papers: import": _paper_import("action_import"),
    "dialog to remove an earlier paper: remove": Button(
        "school.appraisal.paper.remove",
        "action_remove",
        PROBES["earlier paper"].record,
        lambda world, paper: {"paper_id": paper.id, "reason": "Another's"},
    ),
    "import dialog: check": Button(
        "school.appraisal.staff.import",
        "action_check",
        _setting("school"),
        lambda world, school: {
            "school_id": school.id,
            "staff_group_id": world.group.id,
            "file": STAFF_LIST,
        },
        staged=False,
    ),
    "import dialog: import": Button(
        "school.appraisal.staff.import",
        "action_import",
        _setting("school"),
        lambda world, school: {
            "school_id": school.id,
            "staff_group_id": world.group.id,
            "file": STAFF_LIST,
        },
        staged=False,
    ),
    "set-up dialog: open": _set_up("action_open"),
    "set-up dialog: go to a step": _set_up("action_go"),
    "set-up dialog: choose the policy": _set_up("action_policy"),
    "set-up dialog: schools and people": _set_up("action_people"),
    "set-up dialog: staff groups and jobs": _set_up("action_groups"),
    "set-up dialog: cycle": _set_up("action_cycle"),
    "set-up dialog: staff list": _set_up("action_staff"),
    "set-up dialog: improvement plan": _set_up("action_plan"),
    "employee: appraisals": Button(
        "hr.employee",
        "action_open_appraisals",
        lambda world, appraisal, person: appraisal.employee_id,
        staged=False,
    ),
    "employee's public card: appraisals": Button(
        "hr.employee.public",
        "action_open_appraisals",
        lambda world, appraisal, person: world.env["hr.employee.public"].browse(
            appraisal.employee_id.id
        ),
        staged=False,
    ),
}
