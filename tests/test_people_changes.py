import base64
import re

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AppraisalCommon, plain_paper
from .http_common import Outside

# What hangs on an appraisal: how to find it from there.
PARTS = {
    "appraisal": lambda year: year,
    "objective": lambda year: year.objective_ids,
    "evidence": lambda year: year.evidence_ids,
    "training need": lambda year: year.cpd_need_ids,
    "review of an objective": lambda year: year.objective_review_ids,
    "assessment of a standard": lambda year: year.standard_assessment_ids,
    "form": lambda year: year.statement_ids,
    "signature": lambda year: year.statement_ids.signature_ids,
    "pay recommendation": lambda year: year.pay_recommendation_ids,
    "reason for it": lambda year: year.pay_recommendation_ids.reason_ids,
    "register of access": lambda year: year.access_log_ids,
}
WORDS = "CANARY<the year|1>"
FILE = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")  # in base64


class Year(AppraisalCommon, Outside):
    """A year whose plan is signed and whose review is shared, under a policy that
    lets line managers in; and people who opened it before something changed.

    A person's session, API key and dialogs stay as they were: what counts is the
    very next request.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda _paper: WORDS))
        cls.group.line_manager_access = True
        cls.staff["reviewee"].write({"pay_eligible": True, "pay_point": "3"})
        here = cls(methodName="run")
        cls.year = cls._launch()
        here._play(cls.year)
        cls.plan = here._statement(cls.year)
        cls.review = here._statement(cls.year, "review")
        cls.env.flush_all()

    def _play(self, year):
        self._plan(year)
        reviewer = self.as_("reviewer", year)
        reviewer.objective_ids.name = WORDS
        for part in (reviewer.evidence_ids, reviewer.cpd_need_ids):
            part.create({"appraisal_id": year.id, "name": WORDS})
        self._share(self._statement(year))
        self._sign_both(self._statement(year))
        self.as_("reviewer", year).action_open_review()
        reviewer = self._fill_review(year)
        reviewer.objective_review_ids.progress = WORDS
        reviewer.standard_assessment_ids.assessment = WORDS
        reviewer.pay_recommendation_ids.reason = WORDS
        self._share(self._statement(year, "review"))
        self.as_("reviewee", self._statement(year, "review")).respond(WORDS)
        # Somebody has opened it: there is a row in the register of access.
        self.as_("head", year.objective_ids).web_read({"name": {}})
        for part, find in PARTS.items():
            self.assertTrue(find(year), part)

    def _close(self):
        """The review signed, and the pay endorsed."""
        self._sign_both(self.review)
        pay = self.year.pay_recommendation_ids
        self.as_("head", pay).write({"point_to": WORDS, "date_effective": "2027-09-01"})
        self.as_("head", pay).action_endorse()
        return pay

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http", "odoo.sql_db", "odoo.models"))
        self.doors = {}
        self.parts = {part: find(self.year) for part, find in PARTS.items()}

    # PEOPLE WHO ARE THERE ALREADY

    def come_in(self, *people):
        """Sign these people in; later calls go on in the session that each has."""
        for who in people:
            # A new session beside those of the others.
            self.session = None
            self.sign_in(self.users[who])
            self.doors[who] = self.session, self.opener, self.key

    def go_on_as(self, who):
        self.env.flush_all()
        self.env.invalidate_all()
        self.session, self.opener, self.key = self.doors[who]

    def done_by(self, who, model, method, *args):
        """A call that must be taken, over HTTP."""
        self.go_on_as(who)
        answer = self.rpc(model, method, *args)
        self.assertNotIn("error", answer)
        return answer["result"]

    def dialog(self, who, record, method):
        """(model, id) of a dialog that somebody opens."""
        action = self.done_by(who, record._name, method, record.ids)
        return action["res_model"], action["res_id"]

    # WHAT THEY SEE

    def seen(self):
        """Whether the last answer holds words of the year, in a file of it too."""
        text = self.text
        for run in FILE.findall(self.text):
            whole = run[: len(run) // 4 * 4]
            text += base64.b64decode(whole).decode(errors="ignore")
        return WORDS in text.replace("\\u003c", "<").replace("&lt;", "<").replace(
            "\\u003e", ">"
        ).replace("&gt;", ">")

    def ways(self, form, line):
        """Ways to the words of a form and of a line of the year."""
        model, ids = line._name, line.ids
        report = f"school_appraisal.report_statement/{form.id}"
        name = next(name for name in ("name", "point_to", "reason") if name in line)
        yield "read", lambda: self.rpc(model, "read", ids, [name])
        yield "search", lambda: self.rpc(model, "search_read", [], [name])
        yield (
            "group",
            lambda: self.rpc(
                model, "formatted_read_group", [], [], [f"{name}:array_agg"]
            ),
        )
        yield "/json/2", lambda: self.json2(model, "read", ids, fields=[name])
        if form:
            spec = {"statement_ids": {"fields": {"content": {}}}}
            yield (
                "nested",
                lambda: self.rpc(
                    "school.appraisal", "web_read", form.appraisal_id.ids, spec
                ),
            )
            yield "page", lambda: self.get(f"/report/html/{report}")
            yield "print", lambda: self.get(f"/report/pdf/{report}")
            yield "file", lambda: self.get(f"/web/content/{form.attachment_id.id}")

    def sees(self, who, form, line):
        """Ways by which the words come out for this person."""
        self.go_on_as(who)
        found = set()
        for way, call in self.ways(form, line):
            call()
            if self.seen():
                found.add(way)
        return found

    def cells(self, who):
        """{(part, operation): ids of the records} that the rules give a person."""
        return {
            (part, operation): self.as_(who, records)._filtered_access(operation).ids
            for part, records in self.parts.items()
            for operation in ("read", "write", "unlink")
        }

    def assertTakesOver(self, old, new, change, form, line, dialogs=()):
        """``old`` sees, something changes, ``old`` sees nothing; ``new`` sees what
        ``old`` saw.

        :param dialogs: (record, method that opens it, method of its button)
        """
        self.come_in(*filter(None, (old, new)))
        before = self.cells(old)
        self.assertTrue(any(before.values()))
        every_way = {way for way, _call in self.ways(form, line)}
        self.assertEqual(self.sees(old, form, line), every_way)
        if new:
            self.assertFalse(self.sees(new, form, line))
        opened = [
            (*self.dialog(old, record, method), button)
            for record, method, button in dialogs
        ]
        change()
        self.assertFalse(self.sees(old, form, line))
        for model, dialog_id, button in opened:
            self.assertDialogIsShut(old, model, dialog_id, button)
        if new:
            self.assertEqual(self.cells(new), before)
            self.assertEqual(self.sees(new, form, line), every_way)

    def assertDialogIsShut(self, who, model, dialog_id, button):
        """What was opened before tells nothing any more and does nothing."""
        self.go_on_as(who)
        for name, field in self.env[model]._fields.items():
            with self.subTest(model=model, field=name):
                self.rpc(model, "read", [dialog_id], [name])
                self.assertFalse(self.seen())
                # The words may be in a file of the dialog.
                if field.type == "binary":
                    self.get(f"/web/content/{model}/{dialog_id}/{name}")
                    self.assertFalse(self.seen())
        before = self.fingerprint(without=("school.appraisal.access.log",))
        self.assertIn("error", self.rpc(model, button, [dialog_id]))
        self.assertEqual(
            before, self.fingerprint(without=("school.appraisal.access.log",))
        )


@tagged("post_install", "-at_install")
class TestPeopleChanges(Year):
    """Who leaves a role sees nothing from the next request on, whatever he has open;
    who takes it over sees what the other saw, and no more."""

    def test_reviewer(self):
        def change():
            self.come_in("head")
            model = "school.appraisal.reviewer.reassign"
            values = {
                "appraisal_ids": [Command.set(self.year.ids)],
                "reviewer_id": self.users["colleague"].id,
            }
            dialog = self.done_by("head", model, "create", [values])
            self.done_by("head", model, "action_reassign", dialog)

        self.assertTakesOver(
            "reviewer",
            "colleague",
            change,
            self.plan,
            self.year.objective_ids,
            [
                (self.review, "action_open_sign", "action_sign"),
                (self.review, "action_open_share", "action_share"),
                (self.review, "action_open_refusal", "action_record"),
            ],
        )

    def test_line_manager(self):
        def change():
            self.come_in("hr_manager")
            self.done_by(
                "hr_manager",
                "hr.employee",
                "write",
                self.employees["reviewee"].ids,
                {"parent_id": self.employees["colleague"].id},
            )

        self.assertTakesOver(
            "manager",
            "colleague",
            change,
            self.plan,
            self.year.objective_ids,
        )

    def _name_head(self):
        self.come_in("administrator")
        self.done_by(
            "administrator",
            "school.appraisal.school",
            "write",
            self.school.ids,
            {"head_id": self.employees["colleague"].id},
        )

    def test_head(self):
        self.assertTakesOver(
            "head",
            "colleague",
            self._name_head,
            self.plan,
            self.year.objective_ids,
            [
                (self.review, "action_open_paper", "action_record"),
                (self.review, "action_open_sign", "action_sign"),
            ],
        )

    def test_dialogs_of_a_former_head(self):
        """Those over the people of the school, with what the head typed in."""
        self.come_in("head")
        self.staff["colleague"].induction_until = "2030-01-01"
        launch = self.done_by(
            "head",
            "school.appraisal.launch",
            "create",
            [{"cycle_ids": [Command.set(self.cycle.ids)]}],
        )
        cancel = self.done_by(
            "head",
            "school.appraisal.cancel",
            "create",
            [{"appraisal_id": self.year.id, "reason": "Left"}],
        )
        lines = self.env["school.appraisal.launch"].browse(launch).line_ids
        fields = ["refusal", "job_title", "staff_id"]
        read = (lines._name, "read", lines.ids, fields)
        self.assertIn("in induction", str(self.done_by("head", *read)))
        self._name_head()
        self.go_on_as("head")
        self.rpc(*read)
        self.assertNotIn("in induction", self.text)
        self.assertNotIn("colleague post", self.text)
        for model, method, ids in (
            ("school.appraisal.launch", "action_launch", launch),
            ("school.appraisal.cancel", "action_cancel", cancel),
        ):
            with self.subTest(model=model):
                self.assertIn("error", self.rpc(model, method, ids))
        self.assertEqual(self.year.state, "review")

    def test_governor(self):
        pay = self._close()
        self.users["colleague"].group_ids += self.env.ref(
            "school_appraisal.group_governor"
        )

        def change():
            self.come_in("administrator")
            self.done_by(
                "administrator",
                "school.appraisal.school",
                "write",
                self.school.ids,
                {"governor_user_ids": [Command.set(self.users["colleague"].ids)]},
            )
            self.go_on_as("governor")
            self.assertIn(
                "error", self.rpc(pay._name, "action_decide_progress", pay.ids)
            )

        self.assertTakesOver(
            "governor", "colleague", change, self.plan.browse(), pay.reason_ids
        )

    def test_group_taken_from_the_governor(self):
        pay = self._close()

        def change():
            self.users["governor"].group_ids -= self.env.ref(
                "school_appraisal.group_governor"
            )

        self.assertTakesOver(
            "governor", None, change, self.plan.browse(), pay.reason_ids
        )

    def test_group_taken_from_the_pay_officer(self):
        pay = self._close()
        self.as_("governor", pay).action_decide_progress()
        model = "school.appraisal.pay.export"
        self.come_in("pay_officer")
        dialog = self.done_by(
            "pay_officer",
            model,
            "create",
            [{"file_format": "csv", "recommendation_ids": [Command.set(pay.ids)]}],
        )
        self.done_by("pay_officer", model, "action_export", dialog)
        self.done_by("pay_officer", model, "read", dialog, ["file"])
        self.assertTrue(self.seen())

        def change():
            self.users["pay_officer"].group_ids -= self.env.ref(
                "school_appraisal.group_pay_officer"
            )

        self.assertTakesOver("pay_officer", None, change, self.plan.browse(), pay)
        self.assertDialogIsShut("pay_officer", model, dialog[0], "action_export")

    def test_group_taken_from_the_head(self):
        """The facts of the staff go with the group; the year stays, which no group
        opened."""
        self.come_in("head")
        read = (self.staff["reviewee"]._name, "read", self.staff["reviewee"].ids)
        self.done_by("head", *read, ["pay_point"])
        self.users["head"].group_ids -= self.env.ref("school_appraisal.group_head")
        self.go_on_as("head")
        self.assertIn("error", self.rpc(*read, ["pay_point"]))
        self.assertIn("error", self.rpc(*read, ["payroll_number"]))
        self.assertTrue(self.sees("head", self.plan, self.year.objective_ids))

    def test_login_of_the_employee(self):
        """HR links the employee to another login, of somebody without one so far."""
        self.employees["colleague"].user_id = False

        def change():
            self.come_in("hr_manager")
            self.done_by(
                "hr_manager",
                "hr.employee",
                "write",
                self.employees["reviewee"].ids,
                {"user_id": self.users["colleague"].id},
            )

        self.assertTakesOver(
            "reviewee",
            "colleague",
            change,
            self.plan,
            self.year.objective_ids,
            [
                (self.review, "action_open_sign", "action_sign"),
                (self.review, "action_open_sign", "action_comment"),
                (self.review, "action_open_sign", "action_request_changes"),
            ],
        )

    def test_leaver(self):
        """An archived login: its sessions and keys are dead with the next request."""
        form, line = self.plan, self.year.objective_ids
        self.come_in("reviewer", "reviewee")
        for who in ("reviewer", "reviewee"):
            self.assertEqual(
                self.sees(who, form, line),
                {way for way, _call in self.ways(form, line)},
            )
            model, dialog = self.dialog(who, self.review, "action_open_sign")
            self.users[who].active = False
            # Its key is not taken any more.
            self._keys.clear()
            self.assertFalse(self.sees(who, form, line))
            self.assertDialogIsShut(who, model, dialog, "action_sign")

    def test_key_taken_back(self):
        """A key that was deleted, and one whose day is over."""
        self.come_in("reviewer")
        model, ids = "school.appraisal.objective", self.year.objective_ids.ids
        for end in (
            lambda key: key.unlink(),
            lambda key: self.env.cr.execute(
                "UPDATE res_users_apikeys SET expiration_date = '2020-01-01' "
                "WHERE id = %s",
                [key.id],
            ),
        ):
            self.sign_in(self.users["reviewer"])
            self.json2(model, "read", ids, fields=["name"])
            self.assertTrue(self.seen())
            end(
                self.env["res.users.apikeys"].search(
                    [("user_id", "=", self.users["reviewer"].id)]
                )
            )
            self._keys.clear()
            self.json2(model, "read", ids, fields=["name"])
            self.assertFalse(self.seen())

    def test_another_school(self):
        """Staff facts go to the other school's head; the year stays with the school
        in which it was begun, until its head cancels it (TM §7.4)."""
        staff = self.staff["reviewee"]
        self.come_in("head", "other_head", "administrator")
        facts = (staff._name, "read", staff.ids, ["pay_point", "payroll_number"])
        self.done_by("head", *facts)
        before = self.cells("other_head")
        self.done_by(
            "administrator",
            staff._name,
            "write",
            staff.ids,
            {"school_id": self.other_school.id},
        )
        self.go_on_as("head")
        self.assertIn("error", self.rpc(*facts))
        self.done_by("other_head", *facts)
        self.assertEqual(self.cells("other_head"), before)
        self.assertFalse(self.sees("other_head", self.plan, self.year.objective_ids))
        self.assertTrue(self.sees("head", self.plan, self.year.objective_ids))
