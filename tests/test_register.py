from odoo.tests import tagged

from .common import AppraisalTrust
from .http_common import Outside


@tagged("post_install", "-at_install")
class TestRegister(AppraisalTrust, Outside):
    """Who read leaves a row, whichever way, and also where Odoo would answer from a
    read-only connection, as it does beside a replica."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_trust(cls.env)
        here = cls(methodName="run")
        cls.appraisal = cls._launch()
        here._plan(cls.appraisal)
        here._share(here._statement(cls.appraisal))
        # Odoo's own lock on exports is opened: ours must see them.
        cls.users["reviewee"].group_ids += cls.env.ref("base.group_allow_export")
        # Making the year left rows of its own.
        cls.env.cr.execute("DELETE FROM school_appraisal_access_log")
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.set_registry_readonly_mode(True)
        self.sign_in(self.users["reviewee"])

    def _rows(self, event):
        self.env.invalidate_all()
        return self.env["school.appraisal.access.log"].search_count(
            [("appraisal_id", "=", self.appraisal.id), ("event", "=", event)]
        )

    def _read(self, method, *args, **kwargs):
        """Call on the objectives; the request is done once, not tried again."""
        with self.assertNoLogs("odoo.http", "WARNING"):
            answer = self.rpc("school.appraisal.objective", method, *args, **kwargs)
        self.assertNotIn("error", answer)

    def test_every_way_of_reading_leaves_one_row(self):
        ids = self.appraisal.objective_ids.ids
        domain = [("id", "in", ids)]
        for method, args, kwargs in (
            ("read", [ids, ["name"]], {}),
            ("search_read", [domain, ["name"]], {}),
            ("web_read", [ids], {"specification": {"name": {}}}),
            ("web_search_read", [domain], {"specification": {"name": {}}}),
            ("formatted_read_group", [domain, ["name"], ["__count"]], {}),
            (
                "formatted_read_grouping_sets",
                [domain, [["name"], []], ["__count"]],
                {},
            ),
        ):
            with self.subTest(method=method), self.undone():
                self.assertEqual(self._rows("opened"), 0)
                self._read(method, *args, **kwargs)
                self.assertEqual(self._rows("opened"), 1)

    def test_preview_in_a_dialog(self):
        dialog = self.as_(
            "reviewee", self.env["school.appraisal.statement.sign"]
        ).create({"statement_id": self._statement(self.appraisal).id})
        self.env.cr.execute("DELETE FROM school_appraisal_access_log")
        with self.assertNoLogs("odoo.http", "WARNING"):
            answer = self.rpc(
                dialog._name, "web_read", dialog.ids, specification={"preview": {}}
            )
        self.assertTrue(answer["result"][0]["preview"])
        self.assertEqual(self._rows("opened"), 1)

    def test_opened_stands_once_a_day(self):
        for _times in range(3):
            self._read("read", self.appraisal.objective_ids.ids, ["name"])
        self.assertEqual(self._rows("opened"), 1)

    def test_lists_without_words_leave_none(self):
        self._read("read", self.appraisal.objective_ids.ids, ["sequence"])
        self.assertEqual(self._rows("opened"), 0)

    def test_each_print_and_export_leaves_a_row(self):
        statement = self._statement(self.appraisal)
        for times in (1, 2):
            response = self.get(
                f"/report/html/school_appraisal.report_statement/{statement.id}"
            )
            self.assertEqual(response.status_code, 200)
            self.assertEqual(self._rows("printed"), times)
            self._read("export_data", self.appraisal.objective_ids.ids, ["name"])
            self.assertEqual(self._rows("exported"), times)
