import hashlib
import json

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .appraisal_form import STATEMENT_KINDS
from .appraisal_signature import SHARED_ROLES, SIGNING_ROLES
from .mixin_people import HEADS, REVIEWED, REVIEWERS


class AppraisalStatement(models.Model):
    """A form of one appraisal on its way from draft to signed and frozen.

    ======  ==================================================================
    draft   the reviewer writes; the reviewee does not see it
    shared  ``content`` holds what the form says, word for word; the reviewee
            reads, comments, asks for changes; both sign. An edit by the
            reviewer makes it a draft of the next version again; after the
            first signature nothing it prints can be edited
    final   everybody signed, or a refusal is recorded: the PDF is frozen with
            its SHA-256, and every later print gives the same bytes; all that
            was signed is sealed, and checked each night
    ======  ==================================================================

    What is signed is ``content``, a snapshot taken when the statement was
    shared, and the final PDF is made from that snapshot: a change elsewhere
    (a name, a priority's wording) cannot reach it any more.
    """

    _name = "school.appraisal.statement"
    _inherit = [
        "school.appraisal.line",
        "school.appraisal.statement.content",
        "school.appraisal.statement.pdf",
        "school.appraisal.statement.seal",
    ]
    _description = "Statement"
    _rec_name = "title"
    _order = "appraisal_id, id"

    _open_fields = frozenset({"reviewer_comments", "text_ids"})
    _once_fields = frozenset()

    employee_id = fields.Many2one(
        related="appraisal_id.employee_id", related_sudo=False
    )
    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
    reviewer_id = fields.Many2one(
        related="appraisal_id.reviewer_id", related_sudo=False
    )
    kind = fields.Selection(STATEMENT_KINDS, required=True, readonly=True)
    next_appraisal_id = fields.Many2one(
        "school.appraisal",
        "Next year",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Whose plan stands on this form too, where review and plan are one.",
    )
    form_id = fields.Many2one(
        "school.appraisal.form", required=True, readonly=True, ondelete="restrict"
    )
    title = fields.Char(related="form_id.name")
    version = fields.Integer(required=True, default=1, readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("shared", "Shared"), ("final", "Final")],
        required=True,
        default="draft",
        readonly=True,
    )
    # Written at every edit of what the statement prints, and at every
    # signature: two people at the same moment must meet on this row, so that
    # the database makes one of them try again on what the other has done.
    edits = fields.Integer(required=True, default=0, readonly=True)

    reviewer_comments = fields.Text(string="Comments of the reviewer")
    reviewee_comments = fields.Text(readonly=True, string="Comments of the person")
    changes_requested = fields.Boolean(readonly=True, string="Changes asked for")

    text_ids = fields.One2many(
        "school.appraisal.statement.text", "statement_id", "Boxes"
    )

    shared_on = fields.Datetime(readonly=True, string="Shared on")
    content = fields.Json(readonly=True)
    content_hash = fields.Char(readonly=True)

    signature_ids = fields.One2many("school.appraisal.signature", "statement_id")
    live_signature_ids = fields.One2many(
        "school.appraisal.signature",
        "statement_id",
        "Signatures",
        domain=[("voided_on", "=", False)],
    )
    refusal_reason = fields.Text("Signature refused", readonly=True)
    refusal_user_id = fields.Many2one(
        "res.users", "Refusal recorded by", readonly=True, ondelete="restrict"
    )
    refusal_on = fields.Datetime("Refusal recorded on", readonly=True)

    finalised_on = fields.Datetime(readonly=True, string="Final since")
    attachment_id = fields.Many2one(
        "ir.attachment", "Frozen PDF", readonly=True, ondelete="restrict"
    )
    checksum = fields.Char("SHA-256 of the PDF", readonly=True)
    retained_until = fields.Date(
        readonly=True,
        help="Promised when it became final: a policy that is changed later can "
        "lengthen the time, and not shorten it.",
        string="Kept until",
    )

    my_signature = fields.Selection(
        SIGNING_ROLES,
        compute="_compute_buttons",
        help="The role in which the current user is to sign now.",
    )
    can_share = fields.Boolean(compute="_compute_buttons")
    can_take_back = fields.Boolean(compute="_compute_buttons")
    can_respond = fields.Boolean(compute="_compute_buttons")
    can_sign_paper = fields.Boolean(compute="_compute_buttons")
    can_record_refusal = fields.Boolean(compute="_compute_buttons")

    _one_open = models.UniqueIndex(
        "(appraisal_id, kind) WHERE state != 'final' AND kind != 'cpd'",
        "This appraisal has an unfinished statement of this kind.",
    )

    @api.depends("state", "version", "signature_ids.voided_on", "refusal_on")
    @api.depends_context("uid")
    def _compute_buttons(self):
        """One reason method feeds button, guard and message."""
        for statement in self:
            statement.my_signature = (
                False if statement._get_sign_blocker() else statement._signing_role()
            )
            statement.can_share = not statement._get_share_turn_blocker()
            for action in ("take_back", "respond", "sign_paper", "record_refusal"):
                blocker = getattr(statement, f"_get_{action}_blocker")()
                statement[f"can_{action}"] = not blocker

    def copy_data(self, default=None):
        raise UserError(self.env._("Statements are not copied."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Statements are not deleted."))

    def _prepare_texts(self):
        """A row for each box of the form; on a form for review and plan, a first
        year's plan has only the plan's."""
        self.env["school.appraisal.statement.text"]._with_pass().create(
            [
                {
                    "appraisal_id": statement.appraisal_id.id,
                    "statement_id": statement.id,
                    "box_id": box.id,
                }
                for statement in self
                for box in statement.form_id.box_ids
                if box.part == "plan"
                or statement.kind != "planning"
                or statement.form_id.kind == "planning"
            ]
        )

    def _retained_until(self):
        """The last day of retention, counted from the cycle's end (TM §8.2)."""
        appraisal = self.appraisal_id
        years = appraisal.policy_id.retention_years
        # A form of two years is kept as the later one.
        ends = (appraisal | self.next_appraisal_id).mapped("date_end")
        until = max(ends) + relativedelta(years=years)
        return max(until, self.retained_until or until)

    @api.model
    def _within_retention(self):
        """All final statements that must still be kept."""
        today = fields.Date.today()
        return self.search(self._sealed_domain()).filtered(
            lambda statement: statement._retained_until() >= today
        )

    def _parts(self):
        """The parts of its own year that this form prints."""
        return ("review",) if self.kind == "planning_review" else (self.kind,)

    def _standstill(self):
        """As the appraisal's: a form of two years waits for both."""
        # sudo: the other year may be hidden from who works on the form.
        form = self.sudo()
        return (form.appraisal_id | form.next_appraisal_id)._standstill()

    # EDITING

    def _statements(self):
        # sudo: its lock holds for everybody alike; nothing of it is told.
        return self.sudo()

    def _live_signatures(self):
        # sudo: whether somebody signed decides for everybody what can be done.
        return self.sudo().signature_ids.filtered(lambda s: not s.voided_on)

    def _open_for_edit(self):
        """Before a change of what these statements print: refuse it once one
        of them is signed, else turn the shared ones back into drafts."""
        # sudo: whether it is locked does not depend on who asks.
        for statement in self:
            if statement.sudo().appraisal_id.state == "cancelled":
                statement._check_not_closed()
            if reason := statement._standstill():
                statement._check_may_know()
                statement._refuse(reason)
        self._check_not_signed()
        for statement in self.filtered(lambda s: s.state == "shared"):
            statement._do_take_back()
        for statement in self:
            # sudo: a reviewee who adds a need does not write the statement.
            statement.sudo()._with_pass().write({"edits": statement.edits + 1})

    def _check_not_signed(self):
        # sudo: whether it is locked does not depend on who asks.
        for statement in self:
            if statement.state == "final" or statement._live_signatures():
                # sudo: whoever is refused learns which form of which year it is.
                raise UserError(
                    self.env._(
                        "%(record)s: the form “%(title)s” has been signed, so this can "
                        "no longer be changed. The reviewer can take an unfinished "
                        "form back first.",
                        record=statement.appraisal_id.sudo().name,
                        title=statement.sudo().title,
                    )
                )

    # DIALOGS

    def action_print(self):
        return self.env.ref("school_appraisal.action_report_statement").report_action(
            self, config=False
        )

    def action_open_share(self):
        return self.env["school.appraisal.statement.share"]._open(self)

    def action_open_sign(self):
        return self.env["school.appraisal.statement.sign"]._open(self)

    def action_open_paper(self):
        return self.env["school.appraisal.statement.paper"]._open(self)

    def action_open_refusal(self):
        return self.env["school.appraisal.statement.refusal"]._open(self)

    # SHARING

    def _get_share_turn_blocker(self):
        """Why sharing is not the current user's next step, or False."""
        if not self.appraisal_id._has_role(*REVIEWERS):
            return self.env._("only the reviewer shares it.")
        # sudo: where the year is planned is told to whoever reads it.
        if self.kind != "cpd" and self.appraisal_id.sudo().joined_team_id:
            return self.env._("this year is planned and reviewed with the team.")
        if self.state != "draft":
            return self.env._("it is shared already.")
        # sudo: a cancelled year is closed for everybody, whoever reads it.
        if self.appraisal_id.sudo().state == "cancelled":
            return self.env._("the appraisal is cancelled.")
        return self._standstill()

    def _get_share_blocker(self):
        reason = self._get_share_turn_blocker()
        if reason:
            return reason
        missing = self._missing()
        return self.env._("still missing: %s", " ".join(missing)) if missing else False

    def action_share(self):
        """The reviewer lets the reviewee read this version."""
        self._check_can("share")
        for statement in self:
            statement._do_share()
        self._follow_clocks()
        return True

    def _follow_clocks(self):
        """After what starts or meets a deadline."""
        # sudo: a form of two years may be on a year that is hidden from who signs.
        years = self.sudo()
        (years.appraisal_id | years.next_appraisal_id)._sync_deadlines()

    def _do_share(self):
        # sudo: the form prints names and pay facts that HR's rules hide from
        # a reviewer; its lines are marked as shared with it.
        statement = self.sudo()._with_pass()
        content = statement._prepare_content()
        statement.write(
            {
                "state": "shared",
                "shared_on": fields.Datetime.now(),
                "content": content,
                "content_hash": self._hash_content(content),
                "changes_requested": False,
                "edits": statement.edits + 1,
            }
        )
        statement._set_lines_shared(True)

    @api.model
    def _hash_content(self, content):
        """SHA-256 of the content, the same for the same words."""
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _get_take_back_blocker(self):
        if not self.appraisal_id._has_role(*REVIEWERS):
            return self.env._("only the reviewer takes it back.")
        return self._get_not_shared_blocker()

    def action_take_back(self):
        """The reviewer makes it a draft again; signatures under it are void."""
        self._check_can("take_back")
        self._do_take_back()

    def _close_without_plan(self):
        """From a form of two years that is not complete yet, take the next year's
        plan off; who had it before him has it taken back."""
        joint = self.filtered(
            lambda form: form.next_appraisal_id and form.state != "final"
        )
        joint.filtered(lambda form: form.state == "shared")._do_take_back()
        joint._with_pass().write({"next_appraisal_id": False})

    def _do_take_back(self):
        # sudo: signatures are written by nobody; lines are hidden again.
        for statement in self.sudo()._with_pass():
            statement.signature_ids.filtered(lambda s: not s.voided_on).write(
                {"voided_on": fields.Datetime.now()}
            )
            statement._set_lines_shared(False)
            statement.write(
                {
                    "state": "draft",
                    "version": statement.version + 1,
                    "shared_on": False,
                    "content": False,
                    "content_hash": False,
                    "refusal_reason": False,
                    "refusal_user_id": False,
                    "refusal_on": False,
                    "edits": statement.edits + 1,
                }
            )
        self._follow_clocks()

    # THE REVIEWEE'S PART

    def _get_not_shared_blocker(self):
        """Common to all that is done with a shared form."""
        # sudo: a cancelled year is closed for everybody, whoever reads it.
        if self.appraisal_id.sudo().state == "cancelled":
            return self.env._("the appraisal is cancelled.")
        if self.state != "shared":
            return self.env._("this can be done while the form is shared.")
        return self._standstill()

    def _get_respond_blocker(self):
        roles = self.appraisal_id._roles() & set(REVIEWED)
        if not roles:
            return self.env._("only the person it is about comments here.")
        if reason := self._get_not_shared_blocker():
            return reason
        if {self._key_of(role) for role in roles} & self._signed():
            return self.env._("you have signed it.")
        return False

    @api.private
    def respond(self, comments, changes_requested=False):
        """The reviewee's own comments; they stand on the form, and the
        reviewer cannot change them.

        :param bool changes_requested: the reviewer is asked to change the form
        """
        self._check_can("respond")
        if changes_requested or (comments or "") != (self.reviewee_comments or ""):
            self._void_team_signatures()
        # sudo: the reviewee reads the statement; this is the part he may write.
        self.sudo()._with_pass().write(
            {
                "reviewee_comments": comments,
                "changes_requested": changes_requested,
                "edits": self.edits + 1,
            }
        )

    def _void_team_signatures(self):
        """The comments are the whole team's: who signed before they changed reads
        and signs again (WP §4.2)."""
        # sudo: signatures are written by nobody.
        self.sudo()._live_signatures().filtered(
            lambda signature: signature.role == "team_member"
        )._with_pass().write({"voided_on": fields.Datetime.now()})

    # SIGNING

    def _signing_role(self):
        """The role in which the current user signs, or False."""
        roles = self.appraisal_id._roles()
        wanted = self._signers()
        for role in dict(SIGNING_ROLES):
            if role in roles and self._key_of(role) in wanted:
                return role
        return False

    def _key_of(self, role):
        """How the list of signers calls the current user in this role."""
        return f"{role}-{self.env.uid}" if role in SHARED_ROLES else role

    def _signers(self):
        """Who has a line on the form: as it said when it was shared."""
        # sudo: the policy asks the same signatures of everybody.
        statement = self.sudo()
        if statement.content:
            return statement.content["signers"]
        return list(statement._content_signers())

    def _signed(self):
        """Keys of those who have signed, or of whom it is recorded that they
        will not."""
        signed = {signature._signer_key() for signature in self._live_signatures()}
        return signed | ({"reviewee"} if self.refusal_on else set())

    def _unsigned(self):
        """Keys of those without whose signature it does not become final."""
        # sudo: whose turn it is to sign is told to everybody alike.
        content = self.sudo().content or {}
        return set(content.get("required", content.get("signers", ()))) - self._signed()

    def _get_sign_blocker(self):
        role = self._signing_role()
        if not role:
            return self.env._("you are not one of those who sign it.")
        if reason := self._get_not_shared_blocker():
            return reason
        if role != "reviewee" and self.changes_requested:
            return self.env._(
                "changes are asked for: take it back, and share it again, changed or "
                "not."
            )
        if role == "reviewee" and self.refusal_on:
            return self.env._("it was recorded that the signature was refused.")
        if self._key_of(role) in self._signed():
            return self.env._("you have signed it already.")
        return False

    @api.private
    def sign(self, content_hash, method, image=None, disagrees=False):
        """Sign this version as the user of the session, at the server's time.

        :param str content_hash: of the content that the signer was shown; the
            signature is refused when the form has changed since
        :param str method: ``drawn`` (with ``image``, base64) or ``typed``
        :param bool disagrees: the reviewee confirms receipt, not agreement
        :raises UserError: with the reason when it cannot be signed
        """
        self.ensure_one()
        self._check_can("sign")
        if content_hash != self.content_hash:
            raise UserError(
                self.env._(
                    "%s has changed since you opened it. Open it again, read it and "
                    "sign then.",
                    self.display_name,
                )
            )
        if method not in ("drawn", "typed") or (method == "drawn" and not image):
            raise UserError(self.env._("Draw your signature or type your name."))
        if method == "drawn":
            self.env["ir.attachment"]._check_appraisal_picture(image)
        self._do_sign(
            {
                "role": self._signing_role(),
                "user_id": self.env.uid,
                "signer_name": self.env.user.name,
                "method": method,
                "image": image if method == "drawn" else False,
                "disagrees": disagrees,
            }
        )

    def _do_sign(self, values):
        # sudo: nobody has rights to write signatures by hand.
        statement = self.sudo()._with_pass()
        statement.signature_ids.create(
            {
                "statement_id": self.id,
                "version": self.version,
                "signed_on": fields.Datetime.now(),
                "content_hash": self.content_hash,
                **values,
            }
        )
        statement.write({"edits": statement.edits + 1})
        statement._finalise_if_complete()
        statement._follow_clocks()

    def _paper_blocker(self):
        """Shared by signing on paper and by recording a refusal: whose task
        it is, and whether the reviewee's signature is still open."""
        if reason := self._get_not_shared_blocker():
            return reason
        if "reviewee" not in self._signers():
            return self.env._("this form does not ask for the person's signature.")
        if "reviewee" in self._signed():
            return self.env._("the person has signed, or refused, already.")
        return False

    def _get_sign_paper_blocker(self):
        # sudo: whether the person has a login stands on the user's record.
        login = self.appraisal_id.sudo().reviewee_user_id
        has_login = login.active and not login.share
        if not self.appraisal_id._has_role(*HEADS, *(() if has_login else REVIEWERS)):
            return self.env._(
                "a signature on paper is recorded by the head, or by the reviewer "
                "where the person has no login."
            )
        return self._paper_blocker()

    @api.private
    def sign_paper(self, paper_date, scan, filename):
        """Record the reviewee's signature on paper, with its scan.

        :param date paper_date: when it was signed, between the day it was
            shared and today
        :param bytes scan: the scanned form (PDF or picture)
        :param str filename: as the user calls the file; for the refusal only
        """
        self.ensure_one()
        self._check_can("sign_paper")
        if not scan:
            raise UserError(self.env._("Add the scan of the signed form."))
        today = fields.Date.context_today(self)
        shared = fields.Datetime.context_timestamp(self, self.shared_on).date()
        if not paper_date or not shared <= paper_date <= today:
            raise UserError(
                self.env._(
                    "The date of signing lies between the day the form was shared "
                    "and today."
                )
            )
        kind = self.env["ir.attachment"]._check_appraisal_upload(filename, scan)
        # sudo: kept with the statement, out of everybody's hands; under a name
        # that tells nothing, as the PDF.
        scan_id = (
            self.sudo()
            ._with_pass()
            .env["ir.attachment"]
            .create(
                {
                    "name": f"{self._pdf_name().removesuffix('.pdf')}-scan.{kind}",
                    "raw": scan,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
        # sudo: the name on the paper, which HR's rules may hide from a head.
        self._do_sign(
            {
                "role": "reviewee",
                "user_id": self.env.uid,
                "signer_name": self.appraisal_id.sudo().whose,
                "method": "paper",
                "paper_date": paper_date,
                "scan_id": scan_id.id,
            }
        )

    def _get_record_refusal_blocker(self):
        if not self.appraisal_id._has_role(*HEADS, *REVIEWERS):
            return self.env._("the reviewer or the head records a refusal.")
        return self._paper_blocker()

    @api.private
    def record_refusal(self, reason):
        """Record that the reviewee will not sign; the form can then become
        final without that signature, and says so."""
        self.ensure_one()
        self._check_can("record_refusal")
        if not (reason or "").strip():
            raise UserError(self.env._("Say what the person answered."))
        # sudo: the refusal is written here and nowhere else.
        statement = self.sudo()._with_pass()
        statement.write(
            {
                "changes_requested": False,
                "refusal_reason": reason,
                "refusal_user_id": self.env.uid,
                "refusal_on": fields.Datetime.now(),
                "edits": statement.edits + 1,
            }
        )
        statement._finalise_if_complete()
        statement._follow_clocks()

    # FREEZING

    def _finalise_if_complete(self):
        if not self._unsigned():
            self._do_finalise()

    def _do_finalise(self):
        """Freeze the PDF and seal what was signed: from here on nobody changes
        anything of it."""
        self.write({"state": "final", "finalised_on": fields.Datetime.now()})
        pdf = self._render_pdf()
        attachment = self.env["ir.attachment"].create(
            {
                "name": self._pdf_name(),
                "raw": pdf,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write(
            {
                "attachment_id": attachment.id,
                "checksum": hashlib.sha256(pdf).hexdigest(),
                "retained_until": self._retained_until(),
            }
        )
        self._do_seal()
        self.appraisal_id._statement_final(self)

    def _pdf_name(self):
        """Neutral: file names travel in mails, downloads and on USB sticks."""
        reference = self.appraisal_id.name.replace("/", "-")
        return f"{reference}-{self.kind}-v{self.version}.pdf"

    def _get_pdf(self):
        """The PDF of this statement: the frozen bytes once it is final, else
        a draft marked as such."""
        self.ensure_one()
        self.check_access("read")
        # sudo: access was checked on the statement, whose paper this is.
        statement = self.sudo()
        if statement.attachment_id:
            return statement.attachment_id.raw
        return statement._render_pdf()
