"""Signed statements, and those who try to change them: through Odoo, where nobody can,
and by SQL or on the server's disk, where the nightly check finds it."""

import base64
import hashlib
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg2

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import AppraisalCommon
from .test_statement import PIXEL

SCAN = b"%PDF-1.4 the scan of the signed form"
AUTOMATIC = {"id", "create_uid", "create_date", "write_uid", "write_date"}
LOGGER = "odoo.addons.school_appraisal.models.mixin_statement_seal"


class SealedCase(AppraisalCommon):
    """Three signed plans: with a drawn signature and a comment (``drawn``), on
    paper (``paper``), and refused (``refused``)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls(methodName="run")
        cls.users["head"].email = "head@example.com"
        cls.cron = cls.env.ref("school_appraisal.ir_cron_check_seals")
        cls.staff["refuser"] = cls._create_staff(cls.employees["manager"])
        cls.drawn = here._shared_plan("reviewee")
        here.as_("reviewee", cls.drawn).respond("A good plan")
        here._sign("reviewee", cls.drawn, method="drawn", image=PIXEL)
        here._sign("reviewer", cls.drawn)
        cls.paper = here._shared_plan("colleague")
        here.as_("head", cls.paper).sign_paper(date(2026, 10, 1), SCAN, "Rae.pdf")
        here._sign("reviewer", cls.paper)
        cls.refused = here._shared_plan("refuser")
        here._sign("reviewer", cls.refused)
        here.as_("head", cls.refused).record_refusal("Will not sign")
        cls.all = cls.drawn | cls.paper | cls.refused
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _shared_plan(self, staff):
        appraisal = self._launch(staff)
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        return statement.with_env(self.env)

    def _night(self):
        """The cron runs; what it found, by statement."""
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        return {
            statement: statement.tampered_parts
            for statement in self.all
            if statement.tampered_on
        }

    @contextmanager
    def _undone(self):
        self.env.flush_all()
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()
        self.env.invalidate_all()

    def _sql(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.assertTrue(self.env.cr.rowcount, "It must have changed something.")
        self.env.invalidate_all()

    @contextmanager
    def _on_disk(self, attachment, data):
        """The file holds ``data`` for a while; None: it is gone."""
        path = Path(attachment._full_path(attachment.store_fname))
        before = path.read_bytes()
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)
        self.env.invalidate_all()
        try:
            yield
        finally:
            path.write_bytes(before)
            self.env.invalidate_all()


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestNightlyCheck(SealedCase):
    def test_untouched(self):
        """Nothing is found, nobody is told, and the form says when it was checked."""
        with self.assertNoLogs(LOGGER, "WARNING"):
            self.assertFalse(self._night())
        self.assertEqual(set(self.all.mapped("seal_checked_on")), {date(2026, 10, 1)})
        self.assertEqual(len(set(self.all.mapped("seal"))), 3)
        self.assertFalse(self._mails())

    # (what, where, column, other value) and which part is found.
    CHANGES = (
        ("statement", "content", '{"objectives": []}', "content"),
        ("statement", "content", "[1]", "content"),
        ("statement", "content", None, "content"),
        ("statement", "content_hash", "0", "content"),
        ("statement", "reviewee_comments", "A good plam", "record"),
        ("statement", "reviewer_comments", "Slipped in", "record"),
        ("statement", "version", 2, "record"),
        ("statement", "kind", "review", "record"),
        ("statement", "state", "shared", "record"),
        ("statement", "state", "draft", "record"),
        ("statement", "shared_on", "2026-09-01", "record"),
        ("statement", "finalised_on", "2026-09-30", "record"),
        ("statement", "retained_until", "2026-10-02", "record"),
        ("statement", "refusal_on", "2026-10-01", "record"),
        ("statement", "refusal_reason", "Refused", "record"),
        ("statement", "checksum", "0", "pdf"),
        ("statement", "attachment_id", None, "pdf"),
        ("statement", "seal", "0", "record"),
        ("statement", "seal", None, "record"),
        ("signature", "signer_name", "Rae Reviewer", "record"),
        ("signature", "signed_on", "2026-09-30", "record"),
        ("signature", "paper_date", "2026-09-30", "record"),
        ("signature", "method", "typed", "record"),
        ("signature", "disagrees", True, "record"),
        ("signature", "version", 2, "record"),
        ("signature", "user_id", 1, "record"),
        ("signature", "role", "reviewer", "signatures"),
        ("signature", "content_hash", "0", "signatures"),
        ("signature", "voided_on", "2026-10-01", "signatures"),
        ("signature", "image", b"iVBORw0KGgo=", "record"),
        ("signature", "image", None, "record"),
    )

    @mute_logger(LOGGER)
    def test_each_changed_field_is_found(self):
        # Both signatures may have the same role for a moment.
        index = "school_appraisal_signature_one_per_role"
        self.env.cr.execute(f'DROP INDEX "{index}"')
        signature = self.drawn.signature_ids.filtered("image")
        for table, column, value, part in self.CHANGES:
            record = signature if table == "signature" else self.drawn
            with self.subTest(table=table, column=column), self._undone():
                self._sql(
                    f"UPDATE school_appraisal_{table} SET {column} = %s WHERE id = %s",
                    value,
                    record.id,
                )
                found = self._night()
                self.assertEqual(list(found), [self.drawn])
                self.assertIn(part, found[self.drawn].split(","))
                reason = self.as_("head", self.drawn).tampered_reason
                self.assertTrue(reason)

    @mute_logger(LOGGER)
    def test_one_letter_of_the_content(self):
        with self._undone():
            self._sql(
                "UPDATE school_appraisal_statement SET content = "
                "replace(content::text, 'Eight of ten', 'Right of ten')::jsonb "
                "WHERE id = %s",
                self.drawn.id,
            )
            self.assertEqual(self._night(), {self.drawn: "content,record"})

    @mute_logger(LOGGER)
    def test_content_with_its_hash(self):
        """Who computes the hash of his words anew has the signatures against him."""
        words = {**self.drawn.content, "school": "Another school"}
        with self._undone():
            self._sql(
                "UPDATE school_appraisal_statement SET content = "
                "jsonb_set(content, '{school}', '\"Another school\"'), "
                "content_hash = %s WHERE id = %s",
                self.drawn._hash_content(words),
                self.drawn.id,
            )
            self.assertEqual(self._night(), {self.drawn: "signatures,record"})

    @mute_logger(LOGGER)
    def test_rows_deleted_and_added(self):
        for query in (
            "DELETE FROM school_appraisal_signature WHERE statement_id = %s "
            "AND role = 'reviewee'",
            "UPDATE school_appraisal_signature SET statement_id = "
            f"{self.refused.id} WHERE statement_id = %s AND role = 'reviewee'",
        ):
            with self.subTest(query=query), self._undone():
                self._sql(query, self.drawn.id)
                self.assertIn("signatures", self._night()[self.drawn])
        with self._undone():
            self._sql(
                "INSERT INTO school_appraisal_signature (statement_id, version, role, "
                "signer_name, signed_on, method, content_hash) SELECT id, version, "
                "'reviewee', 'Mina Manager', finalised_on, 'typed', content_hash "
                "FROM school_appraisal_statement WHERE id = %s",
                self.refused.id,
            )
            self.assertEqual(self._night(), {self.refused: "record"})

    @mute_logger(LOGGER, "odoo.addons.base.models.ir_attachment")
    def test_bytes_on_disk(self):
        """Odoo's own checksum of a file, which is in the database, is not asked."""
        scan = self.paper.signature_ids.scan_id
        for statement, file, part in (
            (self.drawn, self.drawn.attachment_id, "pdf"),
            (self.paper, scan, "record"),
        ):
            raw = file.raw
            for data in (raw[:-1] + b"?", raw + b" ", b"", None):
                with (
                    self.subTest(part=part, length=data and len(data)),
                    self._undone(),
                    self._on_disk(file, data),
                ):
                    self.assertEqual(self._night(), {statement: part})

    @mute_logger(LOGGER, "odoo.addons.base.models.ir_attachment")
    def test_files_in_the_database(self):
        """The file's row made to point elsewhere, or to hold other bytes."""
        other = self.refused.attachment_id
        for query, value in (
            ("store_fname = %s", other.store_fname),
            ("store_fname = %s", "no/such"),
            ("store_fname = NULL, db_datas = %s", b"%PDF-1.4 forged"),
            ("store_fname = NULL, db_datas = %s", None),
        ):
            with self.subTest(query=query, value=value), self._undone():
                self._sql(
                    f"UPDATE ir_attachment SET {query} WHERE id = %s",
                    value,
                    self.drawn.attachment_id.id,
                )
                self.assertEqual(self._night(), {self.drawn: "pdf"})
        with self._undone():
            self._sql(
                "UPDATE school_appraisal_signature SET scan_id = NULL "
                "WHERE statement_id = %s AND scan_id IS NOT NULL",
                self.paper.id,
            )
            self.assertEqual(self._night(), {self.paper: "record"})

    # THE HEAD IS TOLD

    def _mails(self):
        return self.env["mail.mail"].search([("email_to", "like", "example.com")])

    def _forge(self, statement):
        self._sql(
            "UPDATE school_appraisal_statement SET reviewee_comments = 'Forged' "
            "WHERE id = %s",
            statement.id,
        )

    def test_head_is_told_once(self):
        for who in ("reviewer", "reviewee", "other_head"):
            self.users[who].email = f"{who}@example.com"
        self._forge(self.drawn)
        self._forge(self.paper)
        with self.assertLogs(LOGGER, "WARNING") as log:
            self._night()
        self.assertEqual(len(log.output), 2)
        self.assertNotIn("Reviewee", "".join(log.output))
        mail = self._mails()
        self.assertEqual(mail.email_to, '"Hedy Head" <head@example.com>')
        self.assertEqual(self.drawn.tampered_on.date(), date(2026, 10, 1))
        with freeze_time("2026-10-02"), self.assertNoLogs(LOGGER, "WARNING"):
            self._night()
        self.assertEqual(self._mails(), mail)
        self.assertEqual(self.drawn.seal_checked_on, date(2026, 10, 2))
        self.assertEqual(self.drawn.tampered_on.date(), date(2026, 10, 1))

    @mute_logger(LOGGER)
    def test_mail_says_nothing(self):
        self.users["head"].company_id.email = "office@example.com"
        self._forge(self.drawn)
        self._night()
        mail = self._mails()
        self.assertTrue(mail.auto_delete)
        self.assertFalse(mail.model or mail.res_id or mail.attachment_ids)
        self.assertEqual(mail.subject, "You have a task in the appraisal app")
        self.assertRegex(
            mail.body_html,
            "^<p>You have a task in the appraisal app.</p><p>"
            "<a href=.http[^<>]*/odoo/appraisal-statements.>"
            "Open the appraisal app</a></p>$",
        )
        self.assertIn("office@example.com", mail.email_from)
        self.assertNotRegex(
            f"{mail.email_from} {mail.reply_to} {mail.headers} {mail.message_id}",
            "(?i)rae|rory|hedy|APR/|statement|tamper|sign",
        )

    @mute_logger(LOGGER)
    def test_a_notice_does_not_say_who_sends_it(self):
        """The same mails tell about access: not from the head's own address."""
        self.users["reviewee"].email = "reviewee@example.com"
        notice = self.as_("head", self.env["school.appraisal.notice"])
        notice._tell(self.users["reviewee"], "/odoo/my-appraisal")
        mail = self._mails()
        self.assertEqual(mail.author_id, self.env.ref("base.partner_root"))
        self.assertNotIn("head", mail.email_from + mail.reply_to)

    # THE MARK

    @mute_logger(LOGGER)
    def test_mark_goes_when_it_is_put_back(self):
        self._forge(self.drawn)
        self.assertEqual(list(self._night()), [self.drawn])
        self._sql(
            "UPDATE school_appraisal_statement SET reviewee_comments = 'A good plan' "
            "WHERE id = %s",
            self.drawn.id,
        )
        with freeze_time("2026-10-02"):
            self.assertFalse(self._night())
        self.assertFalse(self.drawn.tampered_reason)

    @mute_logger(LOGGER)
    def test_readers_see_the_mark_and_find_it(self):
        self._forge(self.drawn)
        self._night()
        for who in ("head", "reviewer", "reviewee"):
            mine = self.as_(who, self.env["school.appraisal.statement"])
            with self.subTest(who=who):
                marked = mine.search([("tampered_on", "!=", False)])
                self.assertEqual(marked.ids, self.drawn.ids)
                self.assertIn("the record is not", marked.tampered_reason)
        for who in ("colleague", "other_head", "administrator", "system"):
            mine = self.as_(who, self.env["school.appraisal.statement"])
            with self.subTest(who=who):
                self.assertFalse(mine.search([("tampered_on", "!=", False)]))

    def test_mark_and_seal_are_not_written_by_hand(self):
        for name in (
            "seal",
            "seal_checked_on",
            "tampered_on",
            "tampered_parts",
            "retained_until",
        ):
            for user in (*self.users.values(), self.env.user):
                with self.subTest(name=name, user=user.login):
                    with self.assertRaises(UserError):
                        self.drawn.with_user(user).write({name: False})

    # RUNS

    @mute_logger(LOGGER)
    def test_goes_on_where_it_stopped(self):
        """What was checked tonight is not begun again after a break."""
        self._forge(self.drawn)
        self._forge(self.paper)
        self.drawn._with_pass().seal_checked_on = date(2026, 10, 1)
        self.assertEqual(list(self._night()), [self.paper])
        with freeze_time("2026-10-02"):
            self.assertEqual(set(self._night()), {self.drawn, self.paper})

    def test_queries_do_not_grow_with_statements(self):
        """A statement more costs the reading of its own signatures' pictures."""
        counts = [
            self._count_queries(batch._check_seals)
            for batch in (self.drawn, self.drawn | self.refused)
        ]
        self.assertLessEqual(counts[1] - counts[0], 3, counts)

    def test_draft_is_not_sealed(self):
        appraisal = self._launch("reviewer", reviewer="manager")
        self.assertFalse(self._statement(appraisal).seal)
        with self.assertNoLogs(LOGGER, "WARNING"):
            self._night()
        self.assertFalse(self._statement(appraisal).seal_checked_on)


class SignedYearCase(SealedCase):
    """Beside them, the first one's year to its end: with something in every part
    of it, its review signed and closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls(methodName="run")
        cls.staff["reviewee"].pay_eligible = True
        appraisal = cls.drawn.appraisal_id
        here.as_("reviewer", appraisal.evidence_ids).create(
            {"appraisal_id": appraisal.id, "name": "Seen later", "planned": False}
        )
        need = here.as_("reviewer", appraisal.cpd_need_ids).create(
            {"appraisal_id": appraisal.id, "name": "A course"}
        )
        here.as_("reviewer", appraisal).action_prepare_cpd_form()
        cls.cpd = need.sudo().cpd_statement_id.with_env(cls.env)
        here._share(cls.cpd)
        here._sign("reviewer", cls.cpd)
        review = here.as_("reviewee", cls.env["school.appraisal.self.review"]).create(
            {"appraisal_id": appraisal.id}
        )
        cls.self_review = review.with_env(cls.env)
        review.answer_ids[0].answer = "Well"
        review.action_hand_in()
        here.as_("reviewer", appraisal).action_open_review()
        here._fill_review(appraisal).pay_recommendation_ids.reason = "Went well"
        cls.review = here._statement(appraisal, "review").with_env(cls.env)
        here._share(cls.review)
        here._sign_both(cls.review)
        cls.all |= cls.cpd | cls.review
        cls.env.flush_all()
        cls.env.invalidate_all()


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestThroughOdoo(SignedYearCase):
    """Every field of every record around a signed year, written by everybody: what
    the signed forms show stays the same. (``test_forging.py`` tries over HTTP what
    people may write at some time; here it is all fields, and the superuser.)"""

    PERSONAS = ("reviewee", "reviewer", "head", "administrator", "hr_manager", "system")

    def _around(self):
        """{model: records} that a signed form was made from."""
        appraisal = self.drawn.appraisal_id
        records = [
            appraisal,
            self.all,
            self.all.signature_ids,
            self.all.attachment_id | self.all.signature_ids.scan_id,
            appraisal.staff_group_id,
            appraisal.staff_group_id.form_ids,
            appraisal.staff_group_id.question_ids,
            appraisal.policy_id,
            appraisal.staff_group_id.standard_set_id,
            appraisal.staff_group_id.standard_set_id.standard_ids,
            appraisal.objective_ids.priority_id,
            appraisal.cycle_id,
            appraisal.school_id,
            appraisal.employee_id,
            self.staff["reviewee"],
        ]
        for name, model in self.env.registry.items():
            if name.startswith("school.appraisal.") and not model._abstract:
                field = model._fields.get("appraisal_id")
                if field and not model._transient and name not in self.all._name:
                    domain = [("appraisal_id", "=", appraisal.id)]
                    records.append(self.env[name].search(domain))
        return [record for group in records for record in group]

    def _shown(self):
        """All that the signed forms say, and the paper that people are given."""
        self.env.invalidate_all()
        return [
            (
                statement._sealed_values(),
                statement.seal,
                hashlib.sha256(statement._get_pdf()).hexdigest(),
                statement._seal_faults(),
            )
            for statement in self.all
        ]

    def _forged(self, record, field):
        """Another value of this kind."""
        value = record[field.name]
        if field.type == "selection":
            keys = [key for key, _label in field._description_selection(self.env)]
            return next((key for key in reversed(keys) if key != value), keys[0])
        if field.type == "many2one":
            domain = [("id", "!=", value.id)]
            return self.env[field.comodel_name].search(domain, limit=1).id
        if field.type in ("one2many", "many2many"):
            return [Command.clear()]
        return {
            "date": "2001-01-01",
            "datetime": "2001-01-01 00:00:00",
            "boolean": not value,
            "integer": 99,
            "many2one_reference": 99,
            "float": 99.0,
            "json": {"forged": True},
            "binary": base64.b64encode(b"forged"),
        }.get(field.type, "forged")

    def _written(self, record, values):
        """Whether the write goes through; what it did is seen before it is undone."""
        try:
            record.write(values)
            self.env.flush_all()
        except (AccessError, MissingError, UserError, ValueError, TypeError, KeyError):
            return False
        except psycopg2.Error:
            return False
        return True

    @mute_logger("odoo.sql_db", "odoo.models.unlink", "odoo.addons.base.models.ir_rule")
    def test_no_field_changes_what_was_signed(self):
        before = self._shown()
        self.assertEqual([line[-1] for line in before], [[]] * len(self.all))
        people = [self.users[who] for who in self.PERSONAS] + [self.env.user]
        tried = written = 0
        changed = []
        for record in self._around():
            fields = [
                field
                for field in record._fields.values()
                if (field.store or field.inverse)
                and not field.inherited
                and field.name not in AUTOMATIC
            ]
            if record._name in ("hr.employee", "res.users"):
                fields = [f for f in fields if f.name in ("name", "user_id", "lang")]
            for field in fields:
                values = {field.name: self._forged(record, field)}
                for user in people:
                    tried += 1
                    with self._undone():
                        try:
                            with self.env.cr.savepoint():
                                passed = self._written(record.with_user(user), values)
                                if not passed:
                                    raise _Refused
                        except _Refused:
                            continue
                        written += 1
                        if self._shown() != before:
                            changed.append((user.login, record._name, field.name))
        self.assertFalse(changed, f"{len(changed)} of {tried}")
        self.assertGreater(tried, 2_000)
        # The policy and its people may go on changing: that was really tried.
        self.assertGreater(written, 50)

    def test_a_change_would_be_seen(self):
        """The test above can fail: the addon's own pass opens what it tries."""
        before = self._shown()
        for record, values in (
            (self.drawn, {"reviewee_comments": "forged"}),
            (self.drawn.signature_ids[:1], {"signer_name": "forged"}),
            (self.drawn.attachment_id, {"raw": b"%PDF-1.4 forged"}),
        ):
            passed = self.drawn._with_pass().env[record._name].browse(record.id)
            with self.subTest(record=record), self._undone():
                self.assertTrue(self._written(passed, values))
                self.assertNotEqual(self._shown(), before)

    def test_moving_files_keeps_their_bytes(self):
        """An administrator moves all files into the database, and nothing is lost."""
        before = self._shown()
        parameter = self.env["ir.config_parameter"].sudo()
        parameter.set_param("ir_attachment.location", "db")
        (self.all.attachment_id | self.all.signature_ids.scan_id)._migrate()
        self.env.flush_all()
        self.assertFalse(any(self.all.attachment_id.mapped("store_fname")))
        self.assertEqual(self._shown(), before)


class _Refused(Exception):
    """Takes back what a refused write has left."""
