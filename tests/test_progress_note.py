from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common import AppraisalCommon, plain_paper

NOTES = "school.appraisal.progress.note"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02 09:00:00")
class TestProgressNote(AppraisalCommon):
    """What both write down through the year, and who reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))
        cls.appraisal = cls._launch()

    def _signed(self, objectives=1):
        self._sign_plan(self.appraisal, objectives=objectives)
        return self.appraisal

    def _note(self, who="reviewee", appraisal=None, **values):
        return (
            self.as_(who, self.env[NOTES])
            .create(
                {
                    "appraisal_id": (appraisal or self.appraisal).id,
                    "note": "Read with six children",
                    **values,
                }
            )
            .with_env(self.env)
        )

    # BOTH WRITE

    def test_both_write_and_both_read_at_once(self):
        year = self._signed()
        for who, other in (("reviewee", "reviewer"), ("reviewer", "reviewee")):
            note = self._note(who, objective_id=year.objective_ids.id)
            read = self.as_(other, note)
            self.assertEqual(read.note, "Read with six children")
            self.assertEqual(read.author_id, self.users[who])
            self.assertEqual(str(read.written_at), "2026-11-02 09:00:00")
            self.assertFalse(read.can_correct)
            self.assertTrue(self.as_(who, note).can_correct)
        self.assertEqual(len(self.as_("head", year).progress_note_ids), 2)

    def test_who_reads_the_objectives_reads_them(self):
        self.group.senior_leader_access = True
        self.school.senior_leader_user_ids = self.users["colleague"]
        self._signed()
        self.appraisal._sync_access("Office")
        note = self._note()
        today = self.appraisal.date_start.today()
        for login, scope in (("t_whole", "appraisal"), ("t_forms", "statements")):
            self.users[login] = new_test_user(self.env, login, email=False)
            self.as_("head", self.appraisal).grant(
                self.users[login], "granted", scope, "An audit", today
            )
        objective = self.appraisal.objective_ids
        for who, may in (
            ("head", True),
            ("colleague", True),
            ("t_whole", True),
            ("t_forms", False),
            ("manager", False),
            ("other_head", False),
            ("hr_manager", False),
            ("system", False),
            ("administrator", False),
            ("governor", False),
        ):
            with self.subTest(who=who):
                self.assertEqual(self.as_(who, note).has_access("read"), may)
                self.assertEqual(self.as_(who, objective).has_access("read"), may)

    def test_nobody_else_writes(self):
        self._signed()
        for who in ("head", "colleague", "manager", "other_head", "hr_manager"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._note(who)
        self.assertFalse(self.appraisal.progress_note_ids)

    def test_a_former_reviewer_is_out_and_his_note_stays(self):
        self._signed()
        note = self._note("reviewer")
        self.as_("head", self.appraisal).reassign(self.users["colleague"])
        self.assertFalse(self.as_("reviewer", note).has_access("read"))
        with self.assertRaisesRegex(UserError, "kept by the person and the reviewer"):
            self.as_("reviewer", note).note = "Something else"
        self.assertEqual(self.as_("colleague", note).author_id, self.users["reviewer"])
        with self.assertRaisesRegex(UserError, "only who wrote a note"):
            self.as_("colleague", note).note = "Mine now"

    # AUTHOR AND TIME ARE THE SERVER'S

    def test_author_and_time_are_not_given(self):
        self._signed()
        for name, value in (
            ("author_id", self.users["reviewer"].id),
            ("written_at", "2026-10-01 08:00:00"),
        ):
            with self.subTest(field=name):
                with self.assertRaisesRegex(AccessError, "cannot be written directly"):
                    self._note(**{name: value})
                note = self._note()
                with self.assertRaisesRegex(AccessError, "cannot be written directly"):
                    self.as_("reviewee", note).write({name: value})
                wanted = {f"default_{name}": value}
                late = self.as_("reviewee", self.env[NOTES]).with_context(**wanted)
                note = late.create({"appraisal_id": self.appraisal.id, "note": "x"})
                self.assertEqual(note.author_id, self.users["reviewee"])
                self.assertEqual(str(note.written_at), "2026-11-02 09:00:00")

    def test_corrected_on_the_same_day_and_then_it_stands(self):
        year = self._signed()
        note = self._note()
        with freeze_time("2026-11-02 23:50:00"):
            mine = self.as_("reviewee", note)
            mine.write({"note": "With seven", "objective_id": year.objective_ids.id})
            self.assertEqual(mine.action_correct()["res_id"], note.id)
            with self.assertRaisesRegex(UserError, "only who wrote a note"):
                self.as_("reviewer", note).note = "With none"
            with self.assertRaisesRegex(UserError, "only who wrote a note"):
                self.as_("reviewer", note).action_correct()
        with freeze_time("2026-11-03 09:00:00"):
            mine = self.as_("reviewee", note)
            self.assertFalse(mine.can_correct)
            for change in (
                lambda: mine.write({"note": "With ten"}),
                lambda: mine.with_context(tz="Pacific/Pago_Pago").write({"note": "x"}),
                lambda: mine.write({"objective_id": False}),
                mine.action_correct,
            ):
                with self.assertRaisesRegex(UserError, "then it stands"):
                    change()
        self.assertEqual(note.note, "With seven")

    def test_the_day_is_where_the_person_works(self):
        """Half past midnight in a British summer is the day before in UTC."""
        self._signed()
        self.employees["reviewee"].tz = "Europe/London"
        with freeze_time("2027-06-01 22:30:00"):
            note = self._note()
        with freeze_time("2027-06-01 23:30:00"):
            self.assertFalse(self.as_("reviewee", note).can_correct)

    def test_nobody_deletes_one(self):
        self._signed()
        note = self._note()
        for who in ("reviewee", "reviewer", "head", "administrator", "system"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self.as_(who, note).unlink()

    # WHEN

    def test_from_the_signed_plan(self):
        self._plan(self.appraisal)
        for who in ("reviewee", "reviewer"):
            with self.assertRaisesRegex(UserError, "once the plan is signed"):
                self._note(who)
            self.assertFalse(self.as_(who, self.appraisal).can_write_notes)

    def test_until_somebody_signs_the_review(self):
        year = self._signed()
        self.as_("reviewer", year).action_open_review()
        self._fill_review(year)
        review = self._statement(year, "review")
        self._share(review)
        note = self._note()
        self.assertEqual(review.state, "shared")
        self._sign("reviewee", review)
        for who in ("reviewee", "reviewer"):
            self.assertFalse(self.as_(who, year).can_write_notes)
            with self.assertRaisesRegex(UserError, "the review is signed"):
                self._note(who)
        with self.assertRaisesRegex(UserError, "the review is signed"):
            self.as_("reviewee", note).note = "More"
        # Taken back, the year goes on.
        self.as_("reviewer", review).action_take_back()
        self._note("reviewer")
        self._share(review)
        self._sign_both(review)
        self.assertEqual(year.state, "closed")
        for change in (self._note, lambda: self.as_("reviewee", note).write({})):
            with self.assertRaisesRegex(UserError, "closed or cancelled"):
                change()
        self.assertTrue(self.as_("reviewee", note).has_access("read"))

    def test_no_form_prints_them(self):
        year = self._signed()
        self._note(note="Nowhere else")
        self.as_("reviewer", year).action_open_review()
        for statement in year.statement_ids:
            self.assertNotIn("Nowhere else", str(statement._prepare_content()))

    def test_a_year_that_stands_still(self):
        self.group.suspension = True
        self._signed()
        note = self._note()
        self.as_("head", self.appraisal).suspend("Capability")
        for who in ("reviewee", "reviewer"):
            with self.assertRaisesRegex(UserError, "stands still"):
                self._note(who)
            self.assertFalse(self.as_(who, self.appraisal).can_write_notes)
        with self.assertRaisesRegex(UserError, "stands still"):
            self.as_("reviewee", note).note = "More"
        self.as_("head", self.appraisal).action_resume()
        self._note()

    def test_cancelled(self):
        self._signed()
        self.as_("head", self.appraisal).cancel("Left the school")
        with self.assertRaisesRegex(UserError, "closed or cancelled"):
            self._note()

    # BAD INPUT

    def test_somebody_elses_year(self):
        year = self._signed()
        other = self._launch("colleague")
        self._plan(other)
        with self.assertRaises(UserError) as caught:
            self._note(objective_id=other.objective_ids.id)
        self.assertIn("an objective of this appraisal", str(caught.exception))
        note = self._note()
        with self.assertRaises(UserError):
            self.as_("reviewee", note).objective_id = other.objective_ids.id
        with self.assertRaises(AccessError):
            self._note("reviewee", other)
        with self.assertRaises(AccessError):
            self.as_("reviewee", note).appraisal_id = other
        self.assertEqual(self.env[NOTES].search([]), note)
        self.assertEqual(year.progress_note_ids, note)
        self.assertFalse(note.objective_id)

    def test_values_that_are_none(self):
        self._signed()
        for values in (
            {"note": "   "},
            {"note": "\0"},
            {"note": 7},
            {"objective_id": "x"},
            {"objective_id": 2**31},
            {"colour": "red"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._note(**values)
        self.assertFalse(self.appraisal.progress_note_ids)

    # THE SCREEN

    def test_the_dialog(self):
        """Objectives are named by their numbers to who reads them."""
        year = self._signed(objectives=2)
        action = self.env.ref("school_appraisal.appraisal_progress_note_action_add")
        dialog = Form(
            self.as_("reviewee", self.env[NOTES]).with_context(
                default_appraisal_id=year.id
            ),
            action.view_id,
        )
        named = self.as_("reviewee", year.objective_ids).with_context(
            objective_number=True
        )
        found = named.name_search("", [("appraisal_id", "=", year.id)])
        self.assertEqual(
            [label for _id, label in found], ["Objective 1", "Objective 2"]
        )
        dialog.objective_id = year.objective_ids[1]
        self.assertEqual(dialog.objective_text, year.objective_ids[1].name)
        dialog.note = "Two sessions held"
        self.assertEqual(dialog.save().objective_number, 2)

    def test_the_number_is_told_to_readers_only(self):
        self._signed()
        named = self.as_("colleague", self.appraisal.objective_ids).with_context(
            objective_number=True
        )
        self.assertEqual(
            named.sudo().display_name, f"{self.appraisal.name} · Objective"
        )

    def test_label_tells_nothing(self):
        self._signed()
        note = self._note()
        self.assertEqual(note.display_name, f"{self.appraisal.name} · Note of the year")

    def test_the_other_is_told_and_of_nothing(self):
        self._signed()
        for who in ("reviewee", "reviewer"):
            self.users[who].email = f"{who}@example.org"
        before = self.env["mail.mail"].search([])
        self._note("reviewee", note="A secret")
        self._note("reviewee", note="A secret")
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.email_to, self.users["reviewer"].email_formatted)
        for word in ("secret", "Rae", self.appraisal.name):
            self.assertNotIn(word, f"{mail.subject} {mail.body_html}")

    def test_reading_is_registered(self):
        self._signed()
        note = self._note()
        log = self.env["school.appraisal.access.log"]
        self.as_("head", note).read(["note"])
        self.assertTrue(
            log.search(
                [
                    ("appraisal_id", "=", self.appraisal.id),
                    ("user_id", "=", self.users["head"].id),
                ]
            )
        )

    def test_many_notes_take_no_more_queries(self):
        year = self._signed(objectives=2)

        def queries():
            spec = Form(self.as_("reviewer", year))._view["fields_spec"]
            self.as_("reviewer", year)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.as_("reviewer", year).web_read(spec)
            return self.env.cr.sql_log_count - start

        for who in ("reviewee", "reviewer"):
            self._note(who, objective_id=year.objective_ids[0].id)
        few = queries()
        for number in range(30):
            self._note(
                ("reviewee", "reviewer")[number % 2],
                objective_id=year.objective_ids[number % 2].id,
            )
        self.assertEqual(queries(), few)

    def test_by_a_command_list_of_the_appraisal(self):
        """The reviewer may write the appraisal; the reviewee's notes are not his."""
        year = self._signed()
        note = self._note()
        for command in (
            Command.update(note.id, {"note": "Nothing"}),
            Command.delete(note.id),
            Command.clear(),
        ):
            with self.subTest(command=command), self.assertRaises(UserError):
                self.as_("reviewer", year).progress_note_ids = [command]
        self.assertEqual(note.note, "Read with six children")
