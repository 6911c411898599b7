import base64
import io
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, freeze_time, new_test_user, tagged

from ..tools import paper_files
from .common import AppraisalCommon, AppraisalTrust, plain_paper

PDF = b"%PDF-1.4 "
HTML = b"<html><script>alert(1)</script></html>"
MODEL = "school.appraisal.paper.import"
PAPERS = "school.appraisal.earlier.paper"


def archive(files):
    """A ZIP of {name: bytes}."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()


class PapersCase(AppraisalTrust):
    def _set_up_papers(self):
        for number, key in enumerate(("reviewee", "colleague", "reviewer"), start=7001):
            self.staff[key].payroll_number = str(number)
        self.year = self._launch()
        self.other_year = self._launch("colleague")
        self.users["chair"] = new_test_user(
            self.env,
            login="t_chair",
            name="Cher Chair",
            email=False,
            groups="base.group_user,school_appraisal.group_governor",
        )
        self.school.chair_user_id = self.users["chair"]

    def _dialog(self, files, who="head", cycle=None, **values):
        content = files if isinstance(files, bytes) else archive(files)
        return self.as_(who, self.env[MODEL]).create(
            {
                "cycle_id": (cycle or self.cycle).id,
                "file": base64.b64encode(content),
                "filename": "papers.zip",
                **values,
            }
        )

    def _import(self, files, **kwargs):
        dialog = self._dialog(files, **kwargs)
        dialog.action_check()
        self.assertFalse(dialog.problems)
        dialog.action_import()
        self.assertEqual(dialog.state, "done")
        return dialog

    def _papers(self):
        self.env.invalidate_all()
        return self.env[PAPERS].search([])

    def _problems(self, files, **kwargs):
        """What is said before, and pressing Import does not take either."""
        before = self._papers(), self.env["ir.attachment"].search_count([])
        dialog = self._dialog(files, **kwargs)
        dialog.action_check()
        dialog.action_import()
        self.assertEqual(dialog.state, "checked")
        self.assertFalse(dialog.report)
        self.assertEqual(
            (self._papers(), self.env["ir.attachment"].search_count([])), before
        )
        return dialog.problems


@tagged("post_install", "-at_install")
@freeze_time("2026-10-05 09:00:00")
class TestEarlierPapers(PapersCase, AppraisalCommon):
    """Last year's PDFs, many at once, by payroll number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))

    def setUp(self):
        super().setUp()
        self._set_up_papers()

    # BROUGHT IN

    def test_the_head_brings_them_in(self):
        dialog = self._dialog(
            {
                "last year/7001 review.pdf": PDF + b"1",
                "last year/7001_plan.PDF": PDF + b"2",
                "7002.pdf": PDF + b"3",
            }
        )
        self.assertEqual(dialog.school_year, "2025/26")
        dialog.action_check()
        self.assertFalse(self._papers())
        self.assertEqual(
            dialog.report.split("\n"),
            [
                "Papers: 3. People: 2.",
                "“7001 review.pdf”: Rae Reviewee",
                "“7001_plan.PDF”: Rae Reviewee",
                "“7002.pdf”: Col League",
            ],
        )
        dialog.action_import()
        self.assertFalse(dialog.file)
        read = self.as_("reviewee", self.year).earlier_paper_ids
        self.assertEqual(read.mapped("name"), ["7001 review.pdf", "7001_plan.PDF"])
        self.assertEqual(set(read.mapped("school_year")), {"2025/26"})
        self.assertEqual(read[0].attachment_id.raw, PDF + b"1")
        self.assertEqual(read.attachment_id.mapped("mimetype"), ["application/pdf"] * 2)
        self.assertEqual(read.imported_by_id, self.users["head"])
        self.assertEqual(str(read[0].imported_at), "2026-10-05 09:00:00")
        self.assertEqual(len(self.other_year.earlier_paper_ids), 1)

    def test_a_single_file(self):
        self._import(PDF, filename="7001 review.pdf")
        self.assertEqual(self.year.earlier_paper_ids.name, "7001 review.pdf")

    def test_a_number_may_hold_a_sign_that_ends_one(self):
        self.staff["reviewee"].payroll_number = "7-001"
        self.staff["colleague"].payroll_number = "7"
        self._import({"7-001.pdf": PDF + b"1", "7-002-x.pdf": PDF + b"2"})
        self.assertEqual(self.year.earlier_paper_ids.name, "7-001.pdf")
        self.assertEqual(self.other_year.earlier_paper_ids.name, "7-002-x.pdf")

    def test_a_longer_number_is_not_cut_to_anothers(self):
        """Nobody has a year with it here, but somebody is called so."""
        self.staff["reviewer"].payroll_number = "7001-2"
        self.assertIn("has no appraisal", self._problems({"7001-2 review.pdf": PDF}))
        self.assertFalse(self.year.earlier_paper_ids)

    def test_an_archive_that_unpacks_all_at_once(self):
        """Other ways of packing do not stop at the size that they say."""
        for way in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", way) as file:
                file.writestr("7001.pdf", PDF)
            with self.subTest(way=way):
                self.assertIn("cannot be read", self._problems(buffer.getvalue()))

    def test_a_file_that_is_more_than_it_says(self):
        content = bytearray(archive({"7001.pdf": PDF + bytes(5000)}))
        size = (len(PDF) + 5000).to_bytes(4, "little")
        while (place := content.find(size)) >= 0:
            content[place : place + 4] = len(PDF).to_bytes(4, "little")
        self.assertIn("cannot be read", self._problems(bytes(content)))

    def test_once_more_brings_in_nothing_twice(self):
        self._import({"7001 review.pdf": PDF + b"1"})
        dialog = self._import({"7001 again.pdf": PDF + b"1", "7002.pdf": PDF + b"2"})
        self.assertIn("Rae Reviewee has it already", dialog.report)
        self.assertEqual(len(self.year.earlier_paper_ids), 1)
        self.assertEqual(len(self.other_year.earlier_paper_ids), 1)

    def test_litter_is_passed_over(self):
        self._import(
            {
                "7001.pdf": PDF,
                "__MACOSX/._7001.pdf": b"x",
                ".DS_Store": b"x",
                "a/Thumbs.db": b"x",
                "a/": b"",
            }
        )
        self.assertEqual(len(self._papers()), 1)

    def test_they_are_told(self):
        for who in ("reviewee", "reviewer", "head"):
            self.users[who].email = f"{who}@example.org"
        before = self.env["mail.mail"].search([])
        self._import({"7001 secret.pdf": PDF})
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(
            set(mails.mapped("email_to")),
            {self.users[who].email_formatted for who in ("reviewee", "reviewer")},
        )
        for word in ("secret", "7001", "Rae", self.year.name):
            self.assertNotIn(word, str(mails.mapped("body_html")))

    # WHO READS THEM

    def test_reviewee_reviewer_head_and_nobody_else(self):
        self.group.write({"line_manager_access": True, "senior_leader_access": True})
        self.school.senior_leader_user_ids = self.users["colleague"]
        self.year._sync_access("Office")
        self.users["reader"] = new_test_user(self.env, "t_reader", email=False)
        self.as_("head", self.year).grant(
            self.users["reader"],
            "granted",
            "appraisal",
            "An audit",
            self.year.date_start.today(),
        )
        self._import({"7001.pdf": PDF})
        paper = self._papers()
        file = paper.attachment_id
        for who, may in (
            ("reviewee", True),
            ("reviewer", True),
            ("head", True),
            ("manager", False),
            ("colleague", False),
            ("reader", False),
            ("other_head", False),
            ("governor", False),
            ("chair", False),
            ("hr_manager", False),
            ("system", False),
            ("administrator", False),
        ):
            with self.subTest(who=who):
                self.assertEqual(self.as_(who, paper).has_access("read"), may)
                self.assertEqual(self.as_(who, file).has_access("read"), may)
        self.as_("head", self.year).reassign(self.users["manager"])
        self.assertFalse(self.as_("reviewer", file).has_access("read"))
        self.assertTrue(self.as_("manager", file).has_access("read"))

    def test_label_tells_nothing(self):
        self._import({"7001 review.pdf": PDF})
        self.assertEqual(
            self._papers().display_name, f"{self.year.name} · Earlier paper"
        )

    # WHO BRINGS THEM IN

    def test_nobody_but_the_head(self):
        for who in ("reviewee", "reviewer", "administrator", "hr_manager"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._dialog({"7001.pdf": PDF}, who=who)
        for who in ("other_head", "governor"):
            dialog = self._dialog({"7001.pdf": PDF}, who=who)
            with self.subTest(who=who), self.assertRaisesRegex(UserError, "only the"):
                dialog.action_check()
            with self.assertRaisesRegex(UserError, "only the head"):
                dialog.action_import()
        self.assertFalse(self._papers())

    def test_the_chair_brings_in_the_heads(self):
        self.staff["head"] = self._create_staff(
            self.employees["head"], payroll_number="7009"
        )
        year = self.cycle.with_user(self.users["chair"]).launch(
            {self.staff["head"].id: self.users["governor"].id}
        )
        self.assertIn("of his own year", self._problems({"7009.pdf": PDF}))
        self.assertIn(
            "whose year you lead", self._problems({"7001.pdf": PDF}, who="chair")
        )
        self._import({"7009.pdf": PDF}, who="chair")
        self.assertTrue(year.sudo().earlier_paper_ids)

    def test_an_open_cycle(self):
        draft = self.cycle.copy({"name": "2027/28"})
        with self.assertRaisesRegex(UserError, "open cycle only"):
            self._dialog({"7001.pdf": PDF}, cycle=draft).action_check()

    # PROBLEMS: ALL OR NOTHING

    def test_one_problem_brings_in_none(self):
        problems = self._problems(
            {"7001.pdf": PDF + b"1", "7999.pdf": PDF + b"2", "7002.pdf": PDF + b"3"}
        )
        self.assertIn("“7999.pdf”: its name begins with no payroll number", problems)
        self.assertNotIn("7001", problems.replace("7001 review.pdf", ""))

    def test_all_problems_at_once(self):
        other_group = self._create_staff(
            self.env["hr.employee"].create({"name": "Elsewhere"}),
            school_id=self.other_school.id,
            payroll_number="8001",
        )
        self.assertTrue(other_group)
        problems = self._problems(
            {
                "review of Rae.pdf": PDF,
                "8001.pdf": PDF,
                "7003 not launched.pdf": PDF,
                "7001.docx": PDF,
                "7001 page.pdf": HTML,
                "7001 nothing.pdf": b"",
                "a/7001 twice.pdf": PDF + b"x",
                "b/7002 twice.pdf": PDF + b"x",
            }
        ).split("\n")
        for name, sentence in (
            ("review of Rae.pdf", "begins with no payroll number"),
            # Nothing is told of other schools.
            ("8001.pdf", "begins with no payroll number"),
            ("7003 not launched.pdf", "7003 has no appraisal in this cycle"),
            ("7001 page.pdf", "not of a kind that can be added"),
            ("7001 nothing.pdf", "not of a kind that can be added"),
            ("7002 twice.pdf", "the same file as “7001 twice.pdf”"),
        ):
            with self.subTest(name=name):
                (problem,) = (line for line in problems if f"“{name}”: " in line)
                self.assertIn(sentence, problem)

    def test_only_pdf(self):
        png = base64.b64decode(
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNg"
            b"YGBgAAAABQABh6FO1AAAAABJRU5ErkJggg=="
        )
        self.assertIn("no PDF file", self._problems({"7001.png": png}))
        # Also of what can be added nowhere: to save it as .docx would not help.
        problems = self._problems({"7001 notes.docx": HTML})
        self.assertIn("no PDF file", problems)
        self.assertNotIn("Save it as", problems)

    def test_two_people_of_one_number(self):
        self.staff["colleague"].payroll_number = "7001"
        self.assertIn(
            "have the same payroll number 7001", self._problems({"7001.pdf": PDF})
        )

    def test_too_large(self):
        get_param = self.env["ir.config_parameter"].sudo()
        get_param.set_param("school_appraisal.upload_megabytes", "1")
        problems = self._problems({"7001.pdf": PDF + bytes(1024 * 1024)})
        self.assertIn("larger than 1 MB", problems)
        problems = self._problems(PDF + bytes(1024 * 1024), filename="7001.pdf")
        self.assertIn("larger than 1 MB", problems)

    def test_an_archive_without_end(self):
        self.patch(paper_files, "MOST_BYTES", 100)
        self.assertIn("Split it", self._problems({"7001.pdf": PDF + bytes(200)}))
        self.patch(paper_files, "MOST_FILES", 1)
        self.assertIn(
            "more than 1 files", self._problems({"7001.pdf": PDF, "7002.pdf": PDF})
        )

    def test_archives_that_are_none(self):
        whole = archive({"7001.pdf": PDF * 50})
        locked = bytearray(whole)
        locked[6] |= 1
        directory = locked.rindex(b"PK\x01\x02")
        locked[directory + 8] |= 1
        damaged = bytearray(whole)
        damaged[40] ^= 0xFF
        for content, sentence in (
            (b"no archive", "neither a ZIP archive"),
            (whole[: len(whole) // 2], "neither a ZIP archive"),
            (archive({}), "no file in the archive"),
            (bytes(locked), "locked with a password"),
            (bytes(damaged), "cannot be read"),
        ):
            with self.subTest(sentence=sentence):
                self.assertIn(sentence, self._problems(content))
        with self.assertRaisesRegex(UserError, "Choose the file first"):
            self._dialog(b"").action_check()

    def test_names_that_lead_elsewhere(self):
        """A path in an archive is no path of ours."""
        self._import({"../../etc/7001.pdf": PDF, "C:\\x\\7002.pdf": PDF + b"2"})
        self.assertEqual(set(self._papers().mapped("name")), {"7001.pdf", "7002.pdf"})

    # ONLY WHILE THE PLAN IS MADE

    def test_until_the_plan_is_signed(self):
        self._plan(self.year)
        plan = self._statement(self.year)
        self._share(plan)
        self._import({"7001 a.pdf": PDF + b"1"})
        # What is laid beside a plan changes nothing in it.
        self.assertEqual(plan.state, "shared")
        self._sign("reviewee", plan)
        self.assertIn("the plan is signed", self._problems({"7001 b.pdf": PDF + b"2"}))
        self._sign("reviewer", plan)
        self.assertIn("the plan is signed", self._problems({"7001 b.pdf": PDF + b"2"}))
        self.assertTrue(self.as_("reviewee", self.year).earlier_paper_ids)

    def test_standing_still_and_cancelled(self):
        self.group.suspension = True
        self.as_("head", self.year).suspend("Capability")
        self.assertIn("stands still", self._problems({"7001.pdf": PDF}))
        self.as_("head", self.other_year).cancel("Left")
        self.assertIn("has no appraisal", self._problems({"7002.pdf": PDF}))

    # THEY STAY AS THEY ARE

    def test_nobody_changes_one(self):
        self._import({"7001.pdf": PDF})
        paper = self._papers()
        file = paper.attachment_id
        for who in ("reviewee", "reviewer", "head", "administrator", "system"):
            for change in (
                lambda who=who: self.as_(who, paper).write({"name": "x"}),
                lambda who=who: self.as_(who, paper).write({"attachment_id": False}),
                lambda who=who: self.as_(who, paper).unlink(),
                lambda who=who: self.as_(who, self.env[PAPERS]).create(
                    {"appraisal_id": self.year.id, "name": "x", "school_year": "x"}
                ),
                lambda who=who: self.as_(who, file).write({"raw": PDF + b"2"}),
                lambda who=who: self.as_(who, file).write({"name": "x.pdf"}),
                lambda who=who: self.as_(who, file).unlink(),
                lambda who=who: self.as_(who, self.env["ir.attachment"]).create(
                    {
                        "name": "x.pdf",
                        "raw": PDF,
                        "res_model": PAPERS,
                        "res_id": paper.id,
                    }
                ),
            ):
                with self.subTest(who=who), self.assertRaises(AccessError):
                    change()
        for change in (
            lambda: file.write({"raw": PDF + b"2"}),
            file.unlink,
            lambda: file.copy(),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            paper.write({"name": "x"})
        for command in (Command.clear(), Command.delete(paper.id)):
            with self.assertRaises(AccessError):
                self.as_("reviewer", self.year).earlier_paper_ids = [command]
        self.assertEqual(paper.attachment_id.raw, PDF)

    # REMOVED BY THE HEAD

    def _remove(self, paper, reason="It is Mina's", who="head"):
        dialog = self.as_(who, self.env["school.appraisal.paper.remove"])
        dialog.create({"paper_id": paper.id, "reason": reason}).action_remove()

    def test_the_head_removes_one_and_says_why(self):
        self._import({"7001 Mina.pdf": PDF, "7001.pdf": PDF + b"2"})
        wrong = self._papers().filtered(lambda paper: "Mina" in paper.name)
        file = wrong.attachment_id
        self.assertTrue(self.as_("head", wrong).can_remove)
        for who in ("reviewee", "reviewer", "other_head", "governor"):
            self.assertFalse(wrong.with_user(self.users[who]).sudo().can_remove)
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._remove(wrong, who=who)
        for reason in ("", "  ", False):
            with self.assertRaisesRegex(UserError, "Say why"):
                self._remove(wrong, reason)
        self._remove(wrong)
        self.assertFalse(file.exists())
        told = self.as_("reviewee", wrong)
        self.assertEqual(told.name, "Removed")
        self.assertEqual(told.removed_why, "It is Mina's")
        self.assertEqual(told.removed_by_id, self.users["head"])
        with self.assertRaisesRegex(UserError, "removed already"):
            self._remove(wrong)
        self.assertEqual(len(self.year.earlier_paper_ids.attachment_id), 1)

    def test_not_after_the_plan_is_signed(self):
        self._import({"7001.pdf": PDF})
        paper = self._papers()
        self.group.suspension = True
        self.as_("head", self.year).suspend("Capability")
        with self.assertRaisesRegex(UserError, "stands still"):
            self._remove(paper)
        self.as_("head", self.year).action_resume()
        self._sign_plan(self.year)
        self.assertFalse(self.as_("head", paper).can_remove)
        with self.assertRaisesRegex(UserError, "the plan is signed"):
            self._remove(paper)
        self.assertTrue(paper.attachment_id)

    # THE SCREEN

    def test_the_dialog_opened_from_the_cycle(self):
        dialog = Form(
            self.as_("head", self.env[MODEL]).with_context(
                default_cycle_id=self.cycle.id
            )
        )
        self.assertEqual(dialog.school_year, "2025/26")
        dialog.file = base64.b64encode(archive({"7001.pdf": PDF}))
        dialog.school_year = "2024/25"
        dialog.save().action_import()
        self.assertEqual(self._papers().school_year, "2024/25")

    def test_a_blank_school_year(self):
        with self.assertRaisesRegex(UserError, "not empty"):
            self._dialog({"7001.pdf": PDF}, school_year="  ")

    def test_many_papers_take_few_queries(self):
        numbers = range(7100, 7130)
        for number in numbers:
            key = f"p{number}"
            self.staff[key] = self._create_staff(
                self.env["hr.employee"].create({"name": f"Person {number}"}),
                payroll_number=str(number),
            )
            self._launch(key)

        def queries(some):
            files = {f"{number} review.pdf": PDF + b"%d" % number for number in some}
            dialog = self._dialog(files)
            self.as_("head", self.env[MODEL])
            start = self.env.cr.sql_log_count
            dialog.action_check()
            return self.env.cr.sql_log_count - start

        queries(numbers[:1])
        few = queries(numbers[:2])
        self.assertEqual(queries(numbers), few)

    def test_many_papers_of_one_person_open_as_fast(self):
        def queries():
            spec = Form(self.as_("reviewee", self.year))._view["fields_spec"]
            self.as_("reviewee", self.year)
            start = self.env.cr.sql_log_count
            self.as_("reviewee", self.year).web_read(spec)
            return self.env.cr.sql_log_count - start

        self._import({"7001.pdf": PDF})
        few = queries()
        self._import({f"7001 {n}.pdf": PDF + b"%d" % n for n in range(20)})
        self.assertEqual(queries(), few)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-05 09:00:00")
class TestEarlierPapersFiles(PapersCase, HttpCase):
    """From outside: the link on the screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_trust(cls.env)

    def test_download(self):
        self._set_up_papers()
        self._import({"7001.pdf": PDF})
        address = f"/web/content/{self._papers().attachment_id.id}?download=true"
        for who, status in (("reviewee", 200), ("reviewer", 200), ("colleague", 404)):
            self.authenticate(self.users[who].login, self.users[who].login)
            with self.subTest(who=who):
                self.assertEqual(self.url_open(address).status_code, status)
        log = self.env["school.appraisal.access.log"].search(
            [("appraisal_id", "=", self.year.id), ("event", "=", "opened")]
        )
        self.assertLessEqual(
            self.users["reviewee"] | self.users["reviewer"], log.user_id
        )
