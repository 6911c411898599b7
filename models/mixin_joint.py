from odoo import fields, models

from .mixin_people import OVER
from .mixin_statement_content import REVIEW_KINDS


class AppraisalJoint(models.AbstractModel):
    """Which form prints which part of which year.

    A plan and a review have a form each. Under some policies one form closes a year
    and plans the next (WP step 3, GU, KM §4.3): it hangs on the year that it closes,
    names the next one, and locks both. A first year's plan, and one whose year before
    is closed already, have a form of their own.
    """

    _name = "school.appraisal.joint"
    _description = "Appraisal: forms of one year, or of two"

    joint_statement_ids = fields.One2many(
        "school.appraisal.statement",
        "next_appraisal_id",
        "Forms of the year before that hold this plan",
        groups=fields.NO_ACCESS,
    )

    def _statements_printing(self, part):
        """Forms that print this part (planning, review, cpd) of these years: a joint
        form prints the review of its own year and the plan of the next. To be called
        as superuser, for a form may be hidden."""
        own = self.all_statement_ids.filtered(
            lambda statement: part in statement._parts()
        )
        return own | self.joint_statement_ids if part == "planning" else own

    def _years_to_review(self):
        """The years before these that are still open, and are reviewed on the form
        that plans these: who reviews these reads them until then."""
        return self.previous_appraisal_id.filtered(
            lambda appraisal: (
                appraisal.staff_group_id.joint_statement and appraisal.state not in OVER
            )
        )

    def _prepare_review_statement(self):
        """The form that closes the year; where review and plan are one, it holds the
        next year's plan too, if that has begun and has no form of its own."""
        for kind in REVIEW_KINDS:
            self.filtered(
                lambda appraisal, kind=kind: (
                    appraisal.staff_group_id._review_kind() == kind
                )
            )._prepare_statement(kind)
        plans = self.all_next_appraisal_ids.filtered(
            lambda appraisal: appraisal._stage() == "planning"
        )
        plans._join_statement()
        # What found no place there has a form of its own.
        plans.filtered(
            lambda appraisal: not appraisal._statements_printing("planning")
        )._prepare_statement("planning")

    def _join_statement(self):
        """Put these plans onto the form that closes the year before, where that is
        still a draft and the plan has no form of its own.

        :return: the appraisals whose plan stands there now
        """
        joined = self.browse()
        for appraisal in self:
            statement = appraisal.previous_appraisal_id.all_statement_ids.filtered(
                lambda statement: (
                    statement.kind == "planning_review"
                    and statement.state == "draft"
                    and not statement.next_appraisal_id
                )
            )
            if statement and not appraisal._statements_printing("planning"):
                statement._with_pass().write({"next_appraisal_id": appraisal.id})
                joined |= appraisal
        return joined

    def _prepare_plan_statement(self):
        """A form for each plan: its own, but where it is agreed together with the
        review of the year before, which still runs."""
        joint = self.filtered(
            lambda appraisal: (
                appraisal.staff_group_id.joint_statement
                and appraisal._years_to_review()
                # Who was in a team is reviewed on the team's form.
                and not appraisal.previous_appraisal_id.joined_team_id
            )
        )
        joined = joint._join_statement()
        waiting = joint.filtered(
            lambda appraisal: appraisal.previous_appraisal_id._stage() != "review"
        )
        (self - joined - waiting)._prepare_statement("planning")

    def _plan_apart(self):
        """A form of their own for these plans, which are not agreed by those any more
        who review the year before: who is in a team now, or a team that changed."""
        plans = self.filtered(lambda appraisal: appraisal.state == "planning")
        plans.joint_statement_ids._close_without_plan()
        plans.all_statement_ids.filtered(
            lambda form: form.state == "shared" and form.kind == "planning"
        )._do_take_back()
        plans.filtered(
            lambda appraisal: not appraisal._statements_printing("planning")
        )._prepare_statement("planning")

    def _part_from_joint_forms(self):
        """After one of two years is cancelled that one form would have closed and
        begun: the form goes on without the plan, and the plan gets its own."""
        (self.all_statement_ids | self.joint_statement_ids)._close_without_plan()
        self.search(
            [
                ("previous_appraisal_id", "in", self.ids),
                "|",
                ("state", "=", "planning"),
                ("suspended_in", "=", "planning"),
                ("all_statement_ids", "=", False),
                ("joint_statement_ids", "=", False),
            ]
        )._prepare_statement("planning")
