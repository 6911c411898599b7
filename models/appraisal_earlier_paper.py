from odoo import api, fields, models
from odoo.exceptions import UserError

from .mixin_people import HEADS


class AppraisalEarlierPaper(models.Model):
    """A paper of the years before this addon: last year's signed review, as a PDF.

    The head brings them in by payroll number, many at once, while the plan is made
    that they serve; reviewee, reviewer and head read them, and nobody else: they were
    written for those three, under the rules of their year. A paper that was laid
    before the wrong person is removed by the head, who says why, until the plan is
    signed; of it nothing stays but that. Nothing else of it ever changes.
    """

    _name = "school.appraisal.earlier.paper"
    _inherit = ["school.appraisal.line"]
    _description = "Earlier paper"
    _order = "appraisal_id, school_year desc, name, id"

    _once_fields = frozenset()

    name = fields.Char("File", required=True, readonly=True)
    school_year = fields.Char("School year", required=True, readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment",
        "Paper",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    imported_by_id = fields.Many2one(
        "res.users", "Brought in by", required=True, readonly=True, ondelete="restrict"
    )
    imported_at = fields.Datetime("Brought in on", required=True, readonly=True)
    removed_by_id = fields.Many2one(
        "res.users", "Removed by", readonly=True, ondelete="restrict"
    )
    removed_at = fields.Datetime("Removed on", readonly=True)
    removed_why = fields.Text("Why removed", readonly=True)
    can_remove = fields.Boolean(compute="_compute_can_remove")

    _there_or_removed = models.Constraint(
        "CHECK(removed_at IS NULL OR (attachment_id IS NULL AND removed_why IS NOT "
        "NULL))",
        "A paper is there, or it was removed for a reason.",
    )

    @api.depends("removed_at", "appraisal_id.state", "appraisal_id.plan_lock")
    @api.depends_context("uid")
    def _compute_can_remove(self):
        for paper in self:
            paper.can_remove = not paper._get_remove_blocker()

    @api.model
    def _bring_in(self, found, school_year):
        """The caller has checked.

        :param found: [(appraisal, file name, bytes of a PDF)]
        """
        now = fields.Datetime.now()
        # sudo: nobody has rights to make these, or their files, by hand.
        papers = (
            self.sudo()
            ._with_pass()
            .create(
                [
                    {
                        "appraisal_id": year.id,
                        "name": name,
                        "school_year": school_year,
                        "imported_by_id": self.env.uid,
                        "imported_at": now,
                    }
                    for year, name, _data in found
                ]
            )
        )
        # sudo: as above.
        files = self.env["ir.attachment"].sudo()._with_pass()
        files = files.create(
            [
                {
                    "name": name,
                    "raw": data,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": paper.id,
                }
                for paper, (_year, name, data) in zip(papers, found, strict=True)
            ]
        )
        for paper, file in zip(papers, files, strict=True):
            paper.attachment_id = file
        years = self.env["school.appraisal"].union(*(year for year, *_rest in found))
        years._tell_the_others()

    # REMOVED BY THE HEAD

    def _get_remove_blocker(self):
        if not self.appraisal_id._has_role(*HEADS):
            return self.env._("only the head removes an earlier paper.")
        if self.removed_at:
            return self.env._("it was removed already.")
        return self.appraisal_id._get_bring_papers_blocker()

    @api.private
    def remove(self, why):
        """Take these papers away; whoever read them reads why.

        :raises UserError: with the reason when that cannot be done
        """
        self._check_can("remove")
        if not (why or "").strip():
            raise UserError(
                self.env._("Say why the paper is removed; the person will read it.")
            )
        # sudo: nobody has rights to write these, or to delete their files, by hand.
        papers = self.sudo()._with_pass()
        files = papers.attachment_id
        papers.write(
            {
                "attachment_id": False,
                # A file's name tells whose paper it was.
                "name": self.env._("Removed"),
                "removed_by_id": self.env.uid,
                "removed_at": fields.Datetime.now(),
                "removed_why": why.strip(),
            }
        )
        files.unlink()
        self.appraisal_id._tell_the_others()

    def _check_can_attach(self):
        raise UserError(
            self.env._(
                "Earlier papers are brought in, and removed, by the head alone, with "
                "the buttons for that."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Earlier papers are not deleted; the head removes one instead.")
        )
