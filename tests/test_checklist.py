from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon

POINTS = {
    # (phase, party): point
    ("after", "reviewer"): "Give a copy of the form",
    ("before", "reviewer"): "Book a private room",
    ("before", "reviewee"): "Gather your papers",
    ("meeting", "both"): "Agree on the outcome",
    ("objectives", "both"): "Is there a date?",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestChecklist(AppraisalCommon):
    """What each side ticks before, at and after the meeting (WP), and the prompts for
    good objectives (TM §2.1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.checklist_ids = [
            Command.clear(),
            *(
                Command.create({"phase": phase, "party": party, "name": name})
                for (phase, party), name in POINTS.items()
            ),
        ]
        cls.appraisal = cls._launch()

    def _open(self, who):
        """The rows as one of the people sees them, after pressing the button."""
        action = self.as_(who, self.appraisal).action_open_checklist()
        marks = self.env[action["res_model"]]
        return self.as_(who, marks).search(action["domain"])

    def _mark(self, who, name):
        return self._open(who).filtered(lambda mark: mark.name == name)

    # LAYING OUT

    def test_rows_come_when_the_checklist_is_opened(self):
        marks = self.env["school.appraisal.checklist.mark"]
        self.assertFalse(marks.search([]))
        self.assertEqual(
            self._open("reviewer").mapped("name"),
            [
                "Book a private room",
                "Agree on the outcome",
                "Give a copy of the form",
                "Is there a date?",
            ],
        )
        self._open("reviewer")
        self.assertEqual(len(marks.search([])), 4)
        self.assertEqual(
            self._open("reviewee").mapped("name"),
            ["Gather your papers", "Agree on the outcome", "Is there a date?"],
        )
        self.assertEqual(len(marks.search([])), 5)

    def test_a_new_point_comes_with_the_next_opening(self):
        self._open("reviewer").done = True
        self.group.checklist_ids = [
            Command.create({"party": "reviewer", "name": "Read last year's form"})
        ]
        self.assertEqual(
            self._open("reviewer").filtered(lambda mark: not mark.done).name,
            "Read last year's form",
        )

    def test_no_points_no_button(self):
        self.assertTrue(self.as_("reviewee", self.appraisal).can_open_checklist)
        self.group.checklist_ids = [Command.clear()]
        for who in ("reviewee", "reviewer", "head"):
            appraisal = self.as_(who, self.appraisal)
            self.assertFalse(appraisal.can_open_checklist)
            with self.assertRaisesRegex(UserError, "no checklist here for you"):
                appraisal.action_open_checklist()

    def test_no_points_of_this_side_no_button(self):
        self.group.checklist_ids.filtered(
            lambda item: item.party != "reviewer"
        ).unlink()
        self.assertTrue(self.as_("reviewer", self.appraisal).can_open_checklist)
        self.assertFalse(self.as_("reviewee", self.appraisal).can_open_checklist)

    # WHO SEES

    def test_each_side_has_its_own(self):
        self._open("reviewee").note = "Mine"
        self._open("reviewer")
        self._mark("reviewer", "Book a private room").note = "Room 4"
        for who, name in (
            ("reviewer", "Gather your papers"),
            ("reviewee", "Book a private room"),
            ("head", "Gather your papers"),
            ("head", "Book a private room"),
        ):
            self.assertFalse(self._mark(who, name))
        for who in ("manager", "colleague", "other_head", "system"):
            marks = self.as_(who, self.env["school.appraisal.checklist.mark"])
            self.assertFalse(marks.search([]))

    def test_the_head_reads_what_is_for_both(self):
        self.assertFalse(self.as_("head", self.appraisal).can_open_checklist)
        self._open("reviewee")
        marks = self._open("head")
        self.assertEqual(set(marks.mapped("party")), {"both"})
        self.assertFalse(any(marks.mapped("can_mark")))
        with self.assertRaises(AccessError):
            marks[0].done = True

    def test_both_tick_one_row(self):
        self._mark("reviewee", "Is there a date?").write({"done": True, "note": "May"})
        mark = self._mark("reviewer", "Is there a date?")
        self.assertEqual((mark.done, mark.note), (True, "May"))
        mark.note = "June"
        self.assertEqual(self._mark("reviewee", "Is there a date?").note, "June")

    def test_a_change_of_the_policy_opens_no_notes(self):
        self._mark("reviewee", "Gather your papers").note = "For my eyes"
        items = self.as_("administrator", self.group.checklist_ids)
        items.party = "both"
        self.assertFalse(self._mark("reviewer", "Gather your papers"))
        self.assertFalse(self._mark("head", "Gather your papers"))

    def test_the_point_is_told_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        item = self.group.checklist_ids.filtered(lambda i: i.party == "reviewee")
        item.with_context(lang="fr_FR").name = "Rassemblez vos papiers"
        mark = self._mark("reviewee", "Gather your papers")
        self.assertEqual(mark.with_context(lang="fr_FR").name, "Rassemblez vos papiers")

    def test_reading_leaves_a_row(self):
        marks = self._open("reviewer")
        self.env.cr.execute("DELETE FROM school_appraisal_access_log")
        marks.web_read({"name": {}, "note": {}})
        rows = self.appraisal.access_log_ids
        self.assertEqual(rows.user_id, self.users["reviewer"])
        self.assertEqual(rows.event, "opened")

    # WHAT IS KEPT

    def test_rows_are_not_written_by_hand(self):
        marks = self._open("reviewer")
        for name, value in (
            ("party", "both"),
            ("phase", "after"),
            ("item_id", marks[1].item_id.id),
            ("appraisal_id", self._launch("colleague").id),
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                marks[0].write({name: value})
        values = {
            "appraisal_id": self.appraisal.id,
            "item_id": self.group.checklist_ids[0].id,
            "party": "reviewer",
            "phase": "before",
        }
        for who in ("reviewer", "administrator"):
            with self.assertRaises(AccessError):
                self.as_(who, marks).create(values)
            with self.assertRaises(AccessError):
                self.as_(who, marks).unlink()
        with self.assertRaises(AccessError):
            # Not even by the superuser without the step.
            marks.sudo().create(values)

    def test_a_point_in_use_stays(self):
        marks = self._open("reviewer")
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.as_("administrator", marks.item_id)[0].unlink()

    def test_signatures_do_not_close_it_the_end_does(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self._open("reviewer").write({"done": True, "note": "While it is shared"})
        self.assertEqual(statement.state, "shared")
        self._sign_both(statement)
        marks = self._open("reviewer")
        marks.note = "After it was signed"
        self.assertTrue(all(marks.mapped("can_mark")))
        self.assertEqual(statement.state, "final")
        self.as_("head", self.appraisal).cancel("Left")
        marks = self._open("reviewer")
        self.assertEqual(set(marks.mapped("note")), {"After it was signed"})
        self.assertFalse(any(marks.mapped("can_mark")))
        with self.assertRaisesRegex(UserError, "closed or cancelled"):
            marks[0].done = False
        # Nobody had opened this side; it is not begun now.
        self.assertEqual(set(self._open("reviewee").mapped("party")), {"both"})

    def test_it_stands_on_no_form_and_holds_nothing_up(self):
        self._open("reviewee").note = "Unprinted words"
        self._open("reviewer").note = "Unprinted words"
        self._plan(self.appraisal)
        self.assertFalse(self.as_("reviewer", self.appraisal).missing)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self.assertNotIn("Unprinted words", str(statement.content))

    # THE POLICY

    def test_a_copy_of_a_policy_has_the_points(self):
        copy = self.policy.copy().staff_group_ids
        self.assertEqual(
            {(i.phase, i.party): i.name for i in copy.checklist_ids}, POINTS
        )

    def test_prompts_of_the_preset(self):
        """TM §2.1 and §1.8, to be looked at by both."""
        prompts = self.env.ref("school_appraisal.staff_group_tm_support").checklist_ids
        self.assertEqual(set(prompts.mapped("phase")), {"objectives"})
        self.assertEqual(set(prompts.mapped("party")), {"both"})
        said = " ".join(prompts.mapped("name")).lower()
        for word in (
            *("rigorous", "challenging", "achievable", "time-bound", "fair", "life"),
            *("aspirations", "pay", "improvement", "standards"),
        ):
            self.assertIn(word, said)
