import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.fields import Domain
from odoo.tools import split_every

from .mixin_people import HEADS

_logger = logging.getLogger(__name__)

# Statements between two commits of the nightly check.
BATCH = 50


class AppraisalStatementSeal(models.AbstractModel):
    """Whether a final statement still is what was signed.

    Nobody changes one through Odoo. Who administers the database or the server
    can, by SQL or in the filestore, and that is found here: a statement that
    becomes final gets a seal, the SHA-256 of everything that was signed, and
    each night every seal, hash and PDF is computed anew.

    What does not match is marked for everybody who reads the statement, and
    the head is told, once. Nobody takes the mark off: who administers the
    database puts back what was signed, from a backup, and the next night's
    check finds it whole and clears the mark.

    A seal has no secret in it. Who changes a statement by SQL and computes its
    seal anew as well is found only by who noted the old one, which the form
    shows.
    """

    _name = "school.appraisal.statement.seal"
    _inherit = ["school.appraisal.notice"]
    _description = "Appraisal: seal of a statement"

    seal = fields.Char(readonly=True, help="SHA-256 of everything that was signed.")
    seal_checked_on = fields.Date("Last checked", readonly=True)
    tampered_on = fields.Datetime(
        "Found changed on",
        index="btree_not_null",
        readonly=True,
        help="The nightly check found something else than what was signed.",
    )
    tampered_parts = fields.Char(readonly=True)
    tampered_reason = fields.Char(compute="_compute_tampered_reason")

    @api.depends("tampered_parts")
    def _compute_tampered_reason(self):
        """In the language of who reads it; stored are only the parts."""
        words = {
            "content": self.env._("its words are not those that were signed"),
            "pdf": self.env._("its PDF is not the one that was frozen"),
            "signatures": self.env._(
                "a signature is missing, or stands under other words"
            ),
            "record": self.env._(
                "the record is not as it was sealed: names, dates, comments, "
                "signatures, scans or version"
            ),
        }
        for statement in self:
            parts = (statement.tampered_parts or "").split(",")
            statement.tampered_reason = "; ".join(
                words[part] for part in parts if part in words
            )

    # SEALING

    def _do_seal(self):
        """To be called once all of a final statement is written."""
        # What is sealed is what the database holds, not what was given to it.
        self.env.flush_all()
        self.invalidate_recordset()
        self.signature_ids.invalidate_recordset()
        self.write({"seal": self._compute_seal()})

    @api.model
    def _sealed_domain(self):
        """Final statements, also those that somebody made to look otherwise."""
        return Domain("state", "=", "final") | Domain("seal", "!=", False)

    def _compute_seal(self):
        return self._hash_content(self._sealed_values())

    def _sealed_values(self):
        """All that was signed, as plain data."""
        self.ensure_one()
        return {
            "reference": self.appraisal_id.name,
            "kind": self.kind,
            "next": self.next_appraisal_id.name,
            "form": self.form_id.id,
            "version": self.version,
            "state": self.state,
            "content": self.content,
            "content_hash": self.content_hash,
            "reviewer_comments": self.reviewer_comments,
            "reviewee_comments": self.reviewee_comments,
            # By id: the policy may put its boxes into another order later.
            "texts": [
                [line.box_id.id, line.text] for line in self.text_ids.sorted("id")
            ],
            "refusal": [
                self.refusal_reason,
                self.refusal_user_id.id,
                fields.Datetime.to_string(self.refusal_on),
            ],
            "shared_on": fields.Datetime.to_string(self.shared_on),
            "finalised_on": fields.Datetime.to_string(self.finalised_on),
            "retained_until": fields.Date.to_string(self.retained_until),
            "pdf": self.checksum,
            "signatures": [
                self._sealed_signature(signature)
                for signature in self._live_signatures().sorted("id")
            ],
        }

    def _sealed_signature(self, signature):
        image = signature.with_context(bin_size=False).image
        return {
            "role": signature.role,
            "user": signature.user_id.id,
            "name": signature.signer_name,
            "version": signature.version,
            "signed_on": fields.Datetime.to_string(signature.signed_on),
            "paper_date": fields.Date.to_string(signature.paper_date),
            "method": signature.method,
            "disagrees": signature.disagrees,
            "content_hash": signature.content_hash,
            "image": hashlib.sha256(image).hexdigest() if image else None,
            "scan": self._file_hash(signature.scan_id),
        }

    @api.model
    def _file_hash(self, attachment):
        """SHA-256 of the bytes that lie in the filestore, whatever Odoo has
        noted of them; None where there are none."""
        try:
            raw = attachment.with_context(bin_size=False).raw
        except MissingError:
            return None
        return hashlib.sha256(raw).hexdigest() if raw else None

    # CHECKING

    def _seal_faults(self):
        """Which parts of this statement are not what was signed."""
        self.ensure_one()
        faults = []
        if self._hash_content(self.content) != self.content_hash:
            faults.append("content")
        if not self.checksum or self._file_hash(self.attachment_id) != self.checksum:
            faults.append("pdf")
        # Content that is not what was signed does not say who signs.
        if "content" not in faults and not self._is_signed():
            faults.append("signatures")
        if self._compute_seal() != self.seal:
            faults.append("record")
        return faults

    def _is_signed(self):
        """Whether all have signed these words, or refused."""
        return not self._unsigned() and not self._live_signatures().filtered(
            lambda signature: signature.content_hash != self.content_hash
        )

    def _check_seals(self):
        """Mark those of these statements that were changed, clear the mark of
        those that are whole again, and tell the heads of the newly found."""
        found = self.browse()
        for statement in self:
            faults = ",".join(statement._seal_faults())
            if faults and not statement.tampered_on:
                found |= statement
                _logger.warning(
                    "Statement %s was changed after signing: %s", statement.id, faults
                )
            since = statement.tampered_on or fields.Datetime.now()
            statement._with_pass().write(
                {
                    "seal_checked_on": fields.Date.today(),
                    "tampered_parts": faults or False,
                    "tampered_on": since if faults else False,
                }
            )
        rows = found.appraisal_id.access_ids
        heads = rows.filtered_domain(rows._active_domain() + [("role", "in", HEADS)])
        self._tell(heads.user_id, "/odoo/appraisal-statements")

    @api.model
    def _cron_check_seals(self):
        """Check every sealed statement once a day, a batch at a time: what was
        checked stays checked when the server stops in between."""
        due = self._sealed_domain() & (
            Domain("seal_checked_on", "=", False)
            | Domain("seal_checked_on", "<", fields.Date.today())
        )
        due = self.search(due, order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for batch in split_every(BATCH, due.ids, self.browse):
            # Who is writing one of them now has it checked in the next run.
            batch.try_lock_for_update()._check_seals()
            if not cron._commit_progress(len(batch)):
                break
