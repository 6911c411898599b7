import base64
import io
import logging
import re
from datetime import date
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import AppraisalCommon, plain_paper
from .outgoing import leaks, mark, sent

STAFF = 50
CANARY = re.compile(r"CANARY<[^>]*>")


def canary(part):
    return f"CANARY<{part}>"


@tagged("post_install", "-at_install")
class TestPlayedYear(AppraisalCommon):
    """A whole cycle of fifty staff, played by those whose task each step is, with
    planted words in every text; and everything that left the records on the way.

    After each step, only who has a part in that appraisal then may have been told
    of it: not who had one before.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda _paper: "frozen"))
        # Odoo deletes mails when it has sent them; here they are kept and read.
        cls.startClassPatcher(
            patch.object(cls.env.registry["mail.mail"], "unlink", lambda self: True)
        )
        # Messages and tracking as in daily use.
        cls.env = cls.env(context={"no_reset_password": True})
        cls.people = cls._make_staff()
        cls.names = [user.name for user in cls.people.values()]
        cls.names += [user.name for user in cls.users.values()]
        cls.found, cls.steps = [], 0
        cls.log = io.StringIO()
        handler = logging.StreamHandler(cls.log)
        logger = logging.getLogger("odoo")
        level = logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        try:
            cls.start = cls.before = mark(cls.env)
            cls(methodName="run")._play()
            cls.all_sent = sent(cls.env, cls.start)
        finally:
            logger.setLevel(level)
            logger.removeHandler(handler)

    @classmethod
    def _make_staff(cls):
        people = {}
        for number in range(STAFF):
            key = f"staff {number}"
            people[key] = cls.users[key] = new_test_user(
                cls.env,
                login=f"played_{number}",
                name=f"Testname{number:02} Stafford",
                email=f"played_{number}@example.com",
            )
            cls.employees[key] = cls.env["hr.employee"].create(
                {"name": people[key].name, "user_id": people[key].id}
            )
            cls.staff[key] = cls._create_staff(
                cls.employees[key], pay_eligible=number % 4 == 0, pay_point="3"
            )
        for user in cls.users.values():
            # Mails, and not messages inside Odoo: these are the ones that travel.
            user.write({"email": f"{user.login}@example.com"})
            user.notification_type = "email"
        cls.users["new head"] = cls.users["colleague"]
        cls.users["new head"].group_ids = [
            Command.link(cls.env.ref("school_appraisal.group_head").id)
        ]
        return people

    # PLAYING

    def _reviewer_of(self, number):
        """Ten of them review; nobody himself."""
        return f"staff {(number + 1) % 10 if number < 10 else number % 10}"

    def _done(self, appraisal=None):
        """A step is done: what has left since the last one?"""
        cls = type(self)
        cls.steps += 1
        audience = self._audience(appraisal)
        cls.found += leaks(self.env, cls.before, self.names, CANARY, audience)
        cls.before = mark(self.env)

    def _audience(self, appraisal):
        """Who has a part in an appraisal now, or in any."""
        rows = self.env["school.appraisal.access"].search(
            [("appraisal_id", "=", appraisal.id)] if appraisal else []
        )
        rows = rows.filtered_domain(rows._active_domain())
        pay = appraisal.pay_recommendation_ids if appraisal else []
        offices = self.users["governor"] | self.users["pay_officer"]
        offices = offices.filtered(
            lambda user: any(line.with_user(user).has_access("read") for line in pay)
        )
        keepers = self.users["administrator"] if not appraisal else offices.browse()
        return rows.user_id | offices | keepers

    def _play(self):
        with freeze_time("2026-10-01 10:00:00"):
            self._launch_everybody()
            for number, year in enumerate(self.years):
                self._plan_year(number, year)
            self._change_people()
        with freeze_time("2027-07-05 10:00:00"):
            for number, year in enumerate(self.years):
                if year.state != "cancelled":
                    self._review_year(number, year)
            for year in self.years:
                self._pay(year)
            self._archive_leavers()

    def _launch_everybody(self):
        action = self.as_("head", self.cycle).action_add_people()
        launch = self.as_("head", self.env[action["res_model"]])
        launch = launch.browse(action["res_id"])
        for line in launch.line_ids:
            user = line.staff_id.sudo().employee_id.user_id
            line.included = user in self.people.values()
            if line.included:
                number = int(user.login.split("_")[1])
                line.reviewer_id = self.users[self._reviewer_of(number)]
        launch.action_launch()
        by_user = {
            year.reviewee_user_id: year
            for year in self.env["school.appraisal"].search(
                [("cycle_id", "=", self.cycle.id)]
            )
        }
        type(self).years = [by_user[user] for user in self.people.values()]
        self._done()

    def _plan_year(self, number, year):
        me, reviewer = f"staff {number}", self._reviewer_of(number)
        review = self.as_(me, self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": year.id}
        )
        for answer in review.answer_ids:
            answer.answer = canary("self-review")
        review.action_hand_in()
        self._done(year)
        self._plan(year, who=reviewer)
        mine = self.as_(reviewer, year)
        mine.objective_ids.write(
            {
                name: canary(name)
                for name in ("name", "action_steps", "success_criteria")
            }
            | {"support_promised": canary("support")}
        )
        mine.evidence_ids.create(
            {
                "appraisal_id": year.id,
                "name": canary("evidence"),
                "note": canary("note"),
            }
        )
        mine.cpd_need_ids.create({"appraisal_id": year.id, "name": canary("need")})
        plan = self._statement(year)
        self.as_(reviewer, plan).reviewer_comments = canary("comments")
        self._by_dialog(reviewer, plan, "share", "action_share")
        self._done(year)
        if number % 5 == 0:
            words = {"comments": canary("please change this")}
            self._by_dialog(me, plan, "sign", "action_request_changes", **words)
            self._done(year)
            self.as_(reviewer, plan).action_take_back()
            self.as_(reviewer, plan).action_share()
            self._done(year)
        self._by_dialog(reviewer, plan, "sign", "action_sign")
        self._done(year)
        if number % 7 == 3:
            words = {"reason": canary("refused")}
            self._by_dialog("head", plan, "refusal", "action_record", **words)
        elif number % 7 == 4:
            self._by_dialog(
                "head",
                plan,
                "paper",
                "action_record",
                paper_date=date(2026, 10, 1),
                scan=base64.b64encode(b"%PDF-1.4 scan"),
                filename=f"{self.users[me].name} {canary('scan')}.pdf",
            )
        else:
            words = {"comments": canary("comment"), "disagrees": number % 7 == 5}
            self._by_dialog(me, plan, "sign", "action_sign", **words)
        self.assertEqual(year.state, "monitoring")
        self._done(year)
        if number % 3 == 0:
            self.as_(reviewer, year).action_prepare_cpd_form()
            form = self._statement(year, "cpd")
            self.as_(reviewer, form).action_share()
            self._by_dialog(reviewer, form, "sign", "action_sign")
            self.assertEqual(form.state, "final")
            self._done(year)

    def _by_dialog(self, who, statement, name, button, **values):
        action = getattr(self.as_(who, statement), f"action_open_{name}")()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog = self.as_(who, dialog)
        dialog.write(values)
        getattr(dialog, button)()

    def _change_people(self):
        # The head names other reviewers, and cancels.
        for number in (20, 21, 22):
            year = self.years[number]
            self.as_("head", self.env["school.appraisal.reviewer.reassign"]).create(
                {
                    "appraisal_ids": [Command.set(year.ids)],
                    "reviewer_id": self.users["reviewer"].id,
                }
            ).action_reassign()
            self._done(year)
        for number in (30, 31):
            year = self.years[number]
            self.as_("head", self.env["school.appraisal.cancel"]).create(
                {"appraisal_id": year.id, "reason": canary("cancelled")}
            ).action_cancel()
            self._done(year)
        # HR names a manager, and links a login anew.
        hr = self.users["hr_manager"]
        for number in (23, 24):
            employee = self.employees[f"staff {number}"].with_user(hr)
            employee.parent_id = self.employees["manager"]
            self._done(self.years[number])
        other = new_test_user(
            self.env, "played_again", name="Testname Relinked", email=False
        )
        self.employees["staff 25"].with_user(hr).user_id = other
        self.users["staff 25"] = other
        type(self).names.append(other.name)
        self._done(self.years[25])
        # Another head.
        self.school.with_user(self.users["administrator"]).head_id = self.employees[
            "colleague"
        ]
        self._done()
        for year in self.years:
            if year.state != "cancelled":
                self.assertEqual(year.head_user_id, self.users["new head"])

    def _reviewer_now(self, year):
        return next(key for key, user in self.users.items() if user == year.reviewer_id)

    def _review_year(self, number, year):
        me, reviewer = f"staff {number}", self._reviewer_now(year)
        mine = self.as_(reviewer, year)
        mine.action_open_review()
        self._done(year)
        mine.date_review_meeting = "2027-07-05"
        mine.objective_review_ids.write(
            {
                "progress": canary("progress"),
                "outside_factors": canary("outside"),
                "support_given": "yes",
            }
        )
        mine.standard_assessment_ids.write({"assessment": canary("assessment")})
        for pay in mine.pay_recommendation_ids:
            pay.recommendation = "no_progress" if number % 8 else "progress"
            pay.reason = canary("reason")
        review = self._statement(year, "review")
        self.as_(reviewer, review).reviewer_comments = canary("review")
        self._by_dialog(reviewer, review, "share", "action_share")
        self._done(year)
        words = {"comments": canary("my comment")}
        self._by_dialog(me, review, "sign", "action_sign", **words)
        self._by_dialog(reviewer, review, "sign", "action_sign")
        self.assertEqual(year.state, "closed")
        self._done(year)

    def _pay(self, year):
        for pay in year.pay_recommendation_ids:
            if pay.recommendation == "progress":
                self.as_("new head", pay).write(
                    {"point_to": canary("4"), "date_effective": "2027-09-01"}
                )
            self.as_("new head", pay).action_endorse()
            self._done(year)
            self.as_("governor", pay).action_decide_progress()
            self._done(year)
            self.as_("pay_officer", self.env["school.appraisal.pay.export"]).create(
                {"recommendation_ids": [Command.set(pay.ids)], "file_format": "csv"}
            ).action_export()
            self._done(year)

    def _archive_leavers(self):
        for number in (40, 41):
            self.employees[f"staff {number}"].with_user(
                self.users["hr_manager"]
            ).action_archive()
            self.users[f"staff {number}"].with_user(self.users["system"]).active = False
            self._done(self.years[number])

    # WHAT HAS LEFT

    def test_everybody_has_come_through(self):
        """It was a whole year: or there was nothing to be found."""
        states = [year.state for year in self.years]
        self.assertEqual(states.count("closed"), STAFF - 2)
        self.assertEqual(states.count("cancelled"), 2)
        pay = self.env["school.appraisal.pay.recommendation"].search([])
        self.assertGreater(len(pay), 10)
        self.assertEqual(set(pay.mapped("state")), {"exported"})
        self.assertGreater(self.steps, 300)
        words = self.env["school.appraisal.objective"].search(
            [("name", "=like", "CANARY<%")]
        )
        self.assertGreaterEqual(len(words), STAFF)

    def test_nothing_leaks(self):
        self.assertFalse(
            self.found, f"{len(self.found)}:\n" + "\n".join(self.found[:40])
        )

    def test_kinds(self):
        """No meeting, follower or tracked value is made by the addon at all."""
        for name in ("calendar.event", "mail.followers", "mail.tracking.value"):
            for row in self.all_sent.get(name, ()):
                with self.subTest(name=name, row=row.id):
                    model = (
                        row.mail_message_id.model
                        if "tracking" in name
                        else row.res_model
                    )
                    self.assertFalse(str(model).startswith("school.appraisal"))

    def test_log(self):
        """What Odoo wrote into its log meanwhile, down to the level of INFO."""
        logging.getLogger("odoo.addons.school_appraisal").debug("The log is read.")
        self.assertFalse(CANARY.findall(self.log.getvalue()))

    def test_scanner_finds(self):
        """Each kind of thing that must not leave, planted: one sentence at least."""
        year = self.years[0]
        someone, outsider = self.users["staff 0"], self.users["other_head"]
        name = someone.name
        planted = {
            "mail with words": lambda: self.env["mail.mail"].create(
                {
                    "subject": "You have a task in the appraisal app",
                    "body_html": f"<p>{canary('x')}</p>",
                    "email_to": someone.email,
                }
            ),
            "mail with a name": lambda: self.env["mail.mail"].create(
                {"subject": f"Appraisal of {name}", "email_to": someone.email}
            ),
            "mail with more than is said": lambda: self.env["mail.mail"].create(
                {"subject": "Capability meeting", "email_to": someone.email}
            ),
            "mail to a stranger": lambda: self.env["mail.mail"].create(
                {
                    "subject": "You have a task in the appraisal app",
                    "email_to": "whiteboard@example.org",
                }
            ),
            "mail to an outsider": lambda: self.env["mail.mail"].create(
                {
                    "subject": "You have a task in the appraisal app",
                    "recipient_ids": [Command.link(outsider.partner_id.id)],
                }
            ),
            "message to an outsider": lambda: self.env["mail.message"].create(
                {
                    "subject": "You have a task in the appraisal app",
                    "model": year._name,
                    "res_id": year.id,
                    "partner_ids": [Command.link(outsider.partner_id.id)],
                }
            ),
            "notification to an outsider": lambda: self.env["mail.notification"].create(
                {
                    "mail_message_id": self.env["mail.message"]
                    .create({"subject": "You have a task in the appraisal app"})
                    .id,
                    "res_partner_id": outsider.partner_id.id,
                }
            ),
            "activity with a name": lambda: self.env["mail.activity"].create(
                {"summary": f"Appraisal talk with {name}", "user_id": someone.id}
            ),
            "activity elsewhere": lambda: self.env["mail.activity"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": someone.partner_id.id,
                    "summary": f"Appraisal of {name}",
                    "user_id": outsider.id,
                }
            ),
            "follower": lambda: self.env["mail.followers"].create(
                {
                    "res_model": year._name,
                    "res_id": year.id,
                    "partner_id": outsider.partner_id.id,
                }
            ),
            "message on an open channel": lambda: self.env["bus.bus"]._sendone(
                f"appraisal_{year.id}", "changed", {}
            ),
            "words on a person's channel": lambda: self.env["bus.bus"]._sendone(
                someone.partner_id, "changed", {"words": canary("x")}
            ),
            "name of a file": lambda: (
                year._with_pass()
                .env["ir.attachment"]
                .create(
                    {
                        "name": f"{name}.pdf",
                        "raw": b"x",
                        "res_model": "school.appraisal.statement",
                        "res_id": self._statement(year).id,
                    }
                )
            ),
        }
        audience = self._audience(year)
        for what, plant in planted.items():
            with self.subTest(what=what):
                before = mark(self.env)
                plant()
                self.assertTrue(leaks(self.env, before, self.names, CANARY, audience))

    def test_scanner_lets_neutral_mails_pass(self):
        before = mark(self.env)
        year = self.years[0]
        self.env["mail.mail"].create(
            {
                "subject": "You have a task in the appraisal app",
                "body_html": "<p>You have a task in the appraisal app.</p>"
                '<p><a href="https://school.example.com/odoo/my-appraisal">'
                "Open the appraisal app</a></p>",
                "recipient_ids": [Command.link(year.reviewee_user_id.partner_id.id)],
            }
        )
        audience = self._audience(year)
        self.assertFalse(leaks(self.env, before, self.names, CANARY, audience))
