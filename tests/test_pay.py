import base64
import io

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..tools.pay_file import to_csv, to_xlsx
from .common import AppraisalCommon


@tagged("post_install", "-at_install")
@freeze_time("2027-07-05")
class TestPay(AppraisalCommon):
    """Recommended, endorsed, decided, exported; and what the pay officer
    never sees."""

    def setUp(self):
        super().setUp()
        self.staff["reviewee"].write(
            {"pay_eligible": True, "pay_point": "3", "payroll_number": "1001"}
        )
        self.appraisal = self._launch()
        self.pay = self._to_recommended(self.appraisal)

    def _to_recommended(self, appraisal, who="reviewee"):
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        for signer in ("reviewer", who):
            self._sign(signer, statement)
        self.as_("reviewer", appraisal).action_open_review()
        self._fill_review(appraisal)
        self.as_("reviewer", appraisal.pay_recommendation_ids).reason = "CANARY"
        review = self._statement(appraisal, "review")
        self._share(review)
        for signer in ("reviewer", who):
            self._sign(signer, review)
        return appraisal.pay_recommendation_ids

    def _endorse(self, pay):
        self.as_("head", pay).write({"point_to": "4", "date_effective": "2027-09-01"})
        self.as_("head", pay).action_endorse()

    def _decide(self, pay):
        self._endorse(pay)
        self.as_("governor", pay).action_decide_progress()

    def _export(self, pay, file_format="csv", who="pay_officer"):
        dialog = (
            self.env["school.appraisal.pay.export"]
            .with_user(self.users[who])
            .create(
                {
                    "recommendation_ids": [Command.set(pay.ids)],
                    "file_format": file_format,
                }
            )
        )
        dialog.action_export()
        return base64.b64decode(dialog.with_context(bin_size=False).file)

    # STEPS

    def test_no_progress_needs_a_reason(self):
        self.assertEqual(self.pay.state, "recommended")
        pay = self._to_recommendation_draft()
        self.as_("reviewer", pay).recommendation = "no_progress"
        self.assertIn("Give the reason", self.as_("reviewer", pay.appraisal_id).missing)

    def _to_recommendation_draft(self):
        self.staff["colleague"].pay_eligible = True
        appraisal = self._launch("colleague")
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        for signer in ("reviewer", "colleague"):
            self._sign(signer, statement)
        self.as_("reviewer", appraisal).action_open_review()
        return appraisal.pay_recommendation_ids

    def test_steps_in_order_by_whom(self):
        with self.assertRaisesRegex(UserError, "enter the new point"):
            self.as_("head", self.pay).action_endorse()
        with self.assertRaises(UserError):
            self.as_("governor", self.pay).action_decide_progress()
        for who in ("reviewer", "reviewee", "colleague", "pay_officer", "governor"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, self.pay).action_endorse()
        self._endorse(self.pay)
        for who in ("head", "reviewer", "pay_officer", "other_head"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, self.pay).action_decide_progress()
        with self.assertRaises(UserError):
            self._export(self.pay)
        self.as_("governor", self.pay).action_decide_no_progress()
        self.assertEqual(self.pay.decision, "no_progress")

    def test_recommendation_is_the_reviewers(self):
        with self.assertRaises(UserError):
            self.as_("reviewer", self.pay).recommendation = "no_progress"
        with self.assertRaisesRegex(UserError, "cannot be changed at this step"):
            self.as_("head", self.pay).recommendation = "no_progress"

    def test_nobody_decides_on_the_own_manager(self):
        self.employees["governor"].parent_id = self.employees["reviewee"]
        self._endorse(self.pay)
        with self.assertRaisesRegex(UserError, "own pay"):
            self.as_("governor", self.pay).action_decide_progress()

    # THE PAY OFFICER

    def test_pay_officer_sees_decided_rows_only(self):
        self.assertFalse(self.as_("pay_officer", self.pay).has_access("read"))
        self._endorse(self.pay)
        self.assertFalse(self.as_("pay_officer", self.pay).has_access("read"))
        self.as_("governor", self.pay).action_decide_progress()
        pay = self.as_("pay_officer", self.pay)
        self.assertTrue(pay.has_access("read"))
        self.assertFalse(pay.reason)
        self.assertFalse(self.as_("pay_officer", self.appraisal).has_access("read"))
        self.assertEqual(self.as_("reviewer", self.pay).reason, "CANARY")

    def test_pay_officer_never_handles_the_own_row(self):
        self.staff["pay_officer"].pay_eligible = True
        own = self._to_recommended(self._launch("pay_officer"), "pay_officer")
        self._decide(self.pay)
        self._decide(own)
        Recommendation = self.env["school.appraisal.pay.recommendation"].with_user(
            self.users["pay_officer"]
        )
        self.assertEqual(
            Recommendation.search(Recommendation._export_domain()), self.pay
        )
        with self.assertRaisesRegex(UserError, "own pay"):
            self._export(own)
        self.assertEqual(own.state, "decided")

    def test_export_has_these_columns(self):
        self._decide(self.pay)
        text = self._export(self.pay).decode("utf-8-sig")
        self.assertEqual(
            text.splitlines(),
            [
                "Payroll number,Name,School,Post,Decision,Present point,New point,From",
                "1001,Rae Reviewee,Hillside,reviewee post,Progress,3,4,2027-09-01",
            ],
        )
        self.assertEqual(self.pay.state, "exported")
        log = self.appraisal.access_log_ids.filtered(lambda r: r.event == "exported")
        self.assertEqual(log.user_id, self.users["pay_officer"])

    def test_export_runs_no_formula(self):
        nasty = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1+1"]
        rows = to_csv(["x"], [[value] for value in nasty]).decode("utf-8-sig")
        for line in rows.split("\r\n")[1:-1]:
            self.assertTrue(line.lstrip('"').startswith("'"), line)
        book = openpyxl.load_workbook(
            io.BytesIO(to_xlsx(["x"], [[value] for value in nasty]))
        )
        self.assertEqual(book.sheetnames, ["Pay progression"])
        types = {cell.data_type for row in book.active.iter_rows() for cell in row}
        self.assertEqual(types, {"s"})
        self.employees["reviewee"].name = "=HYPERLINK(1)"
        self.assertNotIn("HYPERLINK", self.pay.employee_name)

    def test_xlsx_of_the_dialog(self):
        self._decide(self.pay)
        book = openpyxl.load_workbook(io.BytesIO(self._export(self.pay, "xlsx")))
        values = [[cell.value for cell in row] for row in book.active.iter_rows()]
        self.assertEqual(values[1][:3], ["1001", "Rae Reviewee", "Hillside"])
        self.assertEqual(values[1][7].isoformat(), "2027-09-01T00:00:00")
