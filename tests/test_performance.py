from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common import AppraisalCommon

BOARD = {
    name: {}
    for name in (
        "employee_id",
        "job_title",
        "state",
        "next_step",
        "next_action",
        "turn",
        "my_turn",
        "missing",
        "my_roles",
        "objective_count",
        "statement_count",
        "plan_lock",
    )
}


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestPerformance(AppraisalCommon):
    """Queries are constant where the work is constant: a board of twelve
    people costs no more of them than a board of four."""

    def _add_people(self, count):
        for number in range(count):
            key = f"person {number} of {count}"
            self.users[key] = new_test_user(
                self.env, login=f"t_{key}", name=key, email=False
            )
            self.staff[key] = self._create_staff(
                self.env["hr.employee"].create(
                    {"name": key, "user_id": self.users[key].id}
                )
            )
            appraisal = self._launch(key)
            if number % 2:
                self._plan(appraisal, objectives=2)
                self._share(self._statement(appraisal))

    def _queries(self, who):
        Appraisal = self.as_(who, self.env["school.appraisal"])
        self.env.registry.clear_cache()
        Appraisal.web_search_read([], BOARD)
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        found = Appraisal.web_search_read([], BOARD)
        return len(found["records"]), self.env.cr.sql_log_count - start

    def _queries_of_opening(self, appraisal):
        """As the web client asks for the record when its form is opened."""
        spec = Form(self.as_("reviewer", appraisal))._view["fields_spec"]
        self.env.flush_all()
        appraisal = self.as_("reviewer", appraisal)
        start = self.env.cr.sql_log_count
        appraisal.web_read(spec)
        return self.env.cr.sql_log_count - start

    def test_opening(self):
        """As many for a year with many lines as for one with few."""
        few, many = self._launch(), self._launch("colleague")
        self._plan(few)
        self._plan(many, objectives=3)
        queries = self._queries_of_opening(few)
        self.assertEqual(self._queries_of_opening(many), queries)
        self.assertLessEqual(queries, 32)

    def test_boards(self):
        self._add_people(4)
        few = {who: self._queries(who) for who in ("reviewer", "head")}
        self._add_people(8)
        for who, (rows, queries) in few.items():
            more_rows, more_queries = self._queries(who)
            with self.subTest(who=who):
                self.assertEqual((rows, more_rows), (4, 12))
                self.assertEqual(more_queries, queries)
