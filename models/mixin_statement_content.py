from collections import Counter

from odoo import fields, models

# Kinds of statement that close a year.
REVIEW_KINDS = ("review", "planning_review")
NO_PLAN = {
    "cycle": None,
    "reviewer": {},
    "meeting_date": None,
    "objectives": [],
    "evidence": [],
    "observations": [],
    "training": [],
    "pay_criterion": "",
    "standards_towards": "",
    "priorities": [],
}
# A plan's form may have a part for the year before: nothing stands in it.
NO_REVIEW = {
    "objectives": [],
    "evidence": [],
    "observations": [],
    "training": [],
    "training_done": [],
    "standards": [],
    "competences": [],
    "next_objectives": [],
    "pay": None,
}


class AppraisalStatementContent(models.AbstractModel):
    """What each kind of statement prints, and what is still missing in it.

    The content is plain data, taken once when the statement is shared; the
    screens, the signatures and the PDF all stand on it. Dates are written
    as ISO text; the form puts them into the reader's language.
    """

    _name = "school.appraisal.statement.content"
    _description = "Appraisal: content of a statement"

    def _prepare_content(self):
        """The words of this statement as they stand now: a dict for JSON. To
        be called with rights to read the whole appraisal.

        Keys common to all kinds come from the form (``_form_content``) and
        ``_content_head``; the others by kind: ``plan`` is what is planned, the rest
        what is reviewed. ``also`` holds the same in further languages, where the
        form is printed in more than one.
        """
        self.ensure_one()
        first, *others = [
            self.with_context(lang=lang)._content_in_words()
            for lang in self.appraisal_id._form_languages()
        ]
        return {**first, "also": others} if others else first

    def _content_in_words(self):
        """The content in the language of the context."""
        content = {**NO_REVIEW, **self._content_head(), "lang": self.env.lang}
        return {**content, **getattr(self, f"_content_{self.kind}")()}

    def _content_head(self):
        appraisal = self.appraisal_id
        head = appraisal._form_head()
        signers = self._content_signers()
        content = self.form_id._form_content()
        if not head["reviewee"]["registered"]:
            content["registration_note"] = ""
        return {
            **content,
            "kind": self.kind,
            "version": self.version,
            "signers": list(signers),
            "required": [key for key, person in signers.items() if person["required"]],
            "people": signers,
            **head,
            # A plan may print when the later meetings are meant to be (CT Annex A).
            "date_planning_meeting": _iso(appraisal.date_planning_meeting),
            "date_interim_meeting": _iso(appraisal.date_interim_meeting),
            "date_review_meeting": _iso(appraisal.date_review_meeting),
            "boxes": self.form_id._box_content(
                self.text_ids.box_id,
                {line.box_id: line.text for line in self.text_ids},
            ),
            "reviewer_comments": self.reviewer_comments or "",
        }

    def _content_signers(self):
        """{key: who it is, in which role, and whether the form is final only with
        this signature}, in the order of the form's lines."""
        form, appraisal = self.form_id, self.appraisal_id
        signers = {}
        asked = form.reviewee_signature == "required"
        for role in form._signers():
            if role == "reviewee" and appraisal.team_id:
                signers |= appraisal._team_signers(asked)
                continue
            signers[role] = {
                "role": role,
                "name": appraisal.whose
                if role == "reviewee"
                else appraisal.reviewer_id.name,
                "required": role == "reviewer" or asked,
            }
        if form.panel_signature:
            for user in appraisal.panel_user_ids - appraisal.reviewer_id:
                signers[f"panel-{user.id}"] = {
                    "role": "panel",
                    "name": user.name,
                    "required": True,
                }
        return signers

    def _content_planning(self):
        appraisal = self.appraisal_id
        plan = self._content_plan(appraisal)
        if appraisal.staff_group_id.joint_statement:
            # The form's other part is about a year that this school has not reviewed.
            return {"plan": plan, "meeting_date": plan["meeting_date"]}
        return {**plan, "plan": plan}

    def _content_planning_review(self):
        following = self.next_appraisal_id
        return {
            **self._content_review(),
            "plan": {
                **self._content_plan(following),
                "meeting_date": _iso(self.appraisal_id.date_review_meeting),
            }
            if following
            else None,
        }

    def _lines_of(self, name, appraisal):
        """Lines of the following year are searched for and not read from their list:
        what the superuser finds there would be told to who may not read it."""
        if appraisal == self.appraisal_id:
            return appraisal[name]
        field = appraisal._fields[name]
        return appraisal.env[field.comodel_name].search(
            [(field.inverse_name, "=", appraisal.id)]
        )

    def _content_plan(self, appraisal):
        """What is planned for a year."""
        head = appraisal._form_head()
        group = appraisal.staff_group_id
        needs = self._lines_of("cpd_need_ids", appraisal)
        return {
            "cycle": head["cycle"],
            "reviewer": head["reviewer"],
            "meeting_date": _iso(appraisal.date_planning_meeting),
            "objectives": self._content_objectives(
                self._lines_of("objective_ids", appraisal)
            ),
            "evidence": self._content_evidence(
                self._lines_of("evidence_ids", appraisal)
            ),
            "observations": self._content_observations(appraisal),
            "training": self._content_training(
                needs.filtered(lambda need: need.stage == "planning")
            ),
            **self._content_measures(appraisal),
            "priorities": self._content_priorities(appraisal)
            if group.priority_link != "off"
            else [],
        }

    def _content_measures(self, appraisal):
        """By what the year is measured beside its objectives, where that is asked."""
        group = appraisal.staff_group_id
        return {
            "pay_criterion": appraisal.pay_criterion or ""
            if group.ask_pay_criterion != "off"
            else "",
            "standards_towards": appraisal.standards_towards or ""
            if appraisal.asks_standards_towards
            else "",
        }

    def _content_evidence(self, evidence):
        return [
            {
                "what": line.name,
                "note": line.note or "",
                "questions": line.questions or "",
                "finding": line.finding or "",
                "date_collected": _iso(line.date_collected),
            }
            for line in evidence.filtered("planned")
        ]

    def _content_priorities(self, appraisal):
        """The school's improvement plan of that year, as a tree; without what has
        nothing to do with the role, where the policy asks for that (CT Annex A). A
        priority keeps the number that it has in the plan."""
        priorities = self.env["school.appraisal.priority"].search(
            [
                ("school_id", "=", appraisal.school_id.id),
                ("year", "=", appraisal.school_year),
            ]
        )
        relevant = appraisal.role_priorities and appraisal.relevant_priority_ids
        return [
            {
                "number": number,
                "name": priority.name,
                "actions": priorities.filtered(
                    lambda action, priority=priority: action.parent_id == priority
                ).mapped("name"),
            }
            for number, priority in enumerate(
                priorities.filtered(lambda priority: not priority.parent_id), start=1
            )
            if not relevant or priority in relevant
        ]

    def _content_review(self):
        appraisal = self.appraisal_id
        assessments = appraisal.standard_assessment_ids
        general = appraisal._interim_lines().filtered(
            lambda line: not line.objective_id
        )
        return {
            "meeting_date": _iso(appraisal.date_review_meeting),
            "objectives": self._content_objectives(
                appraisal.objective_ids, reviews=True
            ),
            "interim_notes": general.progress or "",
            # Who reads the form may not open these lines: no more of them than is
            # printed.
            "evidence": self._content_evidence(appraisal.evidence_ids)
            if self.form_id.asks_findings
            else [],
            "training_done": self._content_training_done(appraisal)
            if self.form_id.asks_training_done
            else [],
            **self._content_measures(appraisal),
            "standards": [
                {
                    "number": line.standard_id.number or "",
                    "label": line.standard_id.name,
                    "assessment": line.assessment or "",
                }
                for line in assessments.filtered("standard_id")
            ],
            "competences": [
                {"label": line.competence, "assessment": line.assessment or ""}
                for line in assessments.filtered("competence")
            ],
            "next_objectives": self._content_next_objectives(),
            "training": self._content_training(
                appraisal.cpd_need_ids.filtered(lambda need: need.stage == "review")
            ),
            "pay": self._content_pay(),
        }

    def _content_cpd(self):
        appraisal = self.appraisal_id
        # A year that was planned at the meeting that closed the one before has no
        # other.
        joint = appraisal.joint_statement_ids.appraisal_id
        return {
            "meeting_date": _iso(
                appraisal.date_planning_meeting or joint.date_review_meeting
            ),
            "training": self._content_training(
                self.appraisal_id.cpd_need_ids.filtered(
                    lambda need: need.cpd_statement_id == self
                ),
                objectives=False,
            ),
        }

    def _content_observations(self, appraisal):
        """Those that the plan agrees (GU; KM App. 3 §5)."""
        return [
            {
                "subject": observation.subject or "",
                "term": observation._term_label(),
                "focus": observation.focus or "",
                "observer": observation.observer_id.name,
                "purpose": observation.purpose or "",
                "duration": observation.duration,
                "date_planned": _iso(observation.date_planned),
                "kind": observation.kind,
            }
            for observation in self._lines_of("observation_ids", appraisal)
            if observation.agreed and observation.state != "cancelled"
        ]

    def _content_objectives(self, objectives, reviews=False):
        in_category = Counter()
        rows = []
        for number, objective in enumerate(objectives, start=1):
            in_category[objective.category_id] += 1
            rows.append(
                {
                    "number": number,
                    "number_in_category": in_category[objective.category_id],
                    **self._content_objective(objective),
                    "review": self._content_objective_review(objective)
                    if reviews
                    else None,
                }
            )
        return rows

    def _content_objective(self, objective):
        return {
            "category": objective.category_id.id,
            "text": objective.name,
            "strategies": objective.action_steps or "",
            "success_criteria": objective.success_criteria or "",
            "monitoring_method": objective.monitoring_method or "",
            "milestone": objective.milestone or "",
            "agreed_outcomes": objective.agreed_outcomes or "",
            "date_due": _iso(objective.date_due),
            "support": objective.support_promised or "",
            "priority": objective.priority_id.display_name or ""
            if objective.priority_link != "off"
            else "",
            "challenging": objective.challenging,
            "determined_by": objective.determined_by,
        }

    def _content_objective_review(self, objective):
        review = objective.review_ids.filtered(lambda line: line.stage == "annual")
        interim = objective.review_ids - review
        return {
            "progress": review.progress or "",
            "outside_factors": review.outside_factors or "",
            "support_given": review.support_given or "",
            "rating": review.rating_id.name or "",
            "reason": review.reason or "" if review.needs_reason else "",
            "interim_progress": interim.progress or "",
            "interim_factors": interim.outside_factors or "",
        }

    def _content_next_objectives(self):
        """The following year's aims (TM §8.1.1), where the policy prints them
        and that year's plan has begun."""
        if not self.appraisal_id.staff_group_id.next_objectives:
            return []
        following = self.appraisal_id._next_appraisal()
        return self._content_objectives(self._lines_of("objective_ids", following))

    def _content_training(self, needs, objectives=True):
        """:param bool objectives: whether to name the objective; not where the
        form leaves the circle of the appraisal"""
        return [
            {
                "name": need.name,
                "action": need.action or "",
                "date_due": _iso(need.date_due),
                "objective_number": need.objective_id.number if objectives else 0,
                "for_objective": bool(need.objective_id),
            }
            for need in needs
        ]

    def _content_training_done(self, appraisal):
        """What became of the needs of the year under review, and what it changed
        (WP form, GU, KM §4.4, CT §7.3)."""
        states = dict(
            appraisal.cpd_need_ids._fields["state"]._description_selection(self.env)
        )
        return [
            {
                "name": need.name,
                "impact": need.impact or "",
                "state": need.state,
                "state_label": states[need.state],
            }
            for need in appraisal.cpd_need_ids
            if need.stage != "review" and need.state != "cancelled"
        ]

    def _content_pay(self):
        pay = self.appraisal_id.pay_recommendation_ids
        if not pay or (pay.mode != "linked" and not pay.recommendation):
            return None
        labels = dict(pay._fields["recommendation"]._description_selection(self.env))
        return {
            "recommendation": pay.recommendation or "",
            "recommendation_label": labels.get(pay.recommendation, ""),
            "reason": pay.reason or "",
        }

    # LINES

    def _content_lines(self):
        """Lines hidden from the reviewee until this statement is shared."""
        appraisal = self.appraisal_id
        if self.kind not in REVIEW_KINDS:
            return []
        return [
            appraisal.objective_review_ids,
            appraisal.standard_assessment_ids,
            appraisal.pay_recommendation_ids,
        ]

    def _set_lines_shared(self, shared):
        for lines in self._content_lines():
            lines._with_pass().write({"shared": shared})
        if shared and self.kind in REVIEW_KINDS:
            # The form prints the notes of the mid-year review; what the person has
            # read once is not hidden again.
            self.appraisal_id._interim_lines()._with_pass().write({"shared": True})

    # MISSING

    def _missing(self):
        """What keeps this statement from being shared: a list of sentences
        that each say what to do, empty when it is complete."""
        self.ensure_one()
        missing = getattr(self, f"_missing_{self.kind}")()
        # A list asks this of each row: the form is in the cache, its texts are not.
        for line in self.text_ids if self.form_id.box_ids else ():
            if line.box_id.part == "review" or self._holds_plan():
                missing += line._missing()
        return missing

    def _holds_plan(self):
        """Whether a plan stands on this form: who leaves is reviewed without one."""
        return self.kind != "planning_review" or bool(self.next_appraisal_id)

    def _missing_planning(self):
        return self._missing_in_plan(self.appraisal_id)

    def _missing_planning_review(self):
        missing = self._missing_review()
        if self.next_appraisal_id:
            # sudo: who closes a year need not be who reviews the next, and shares both.
            missing += self._missing_in_plan(self.next_appraisal_id.sudo())
        return missing

    def _missing_in_plan(self, appraisal):
        group = appraisal.staff_group_id
        missing = appraisal._missing_people()
        # One meeting for both parts of a joint form.
        if appraisal == self.appraisal_id and not appraisal.date_planning_meeting:
            missing.append(self.env._("Enter the date of the planning meeting."))
        objectives = self._lines_of("objective_ids", appraisal)
        if not objectives:
            missing.append(self.env._("Add at least one objective."))
        for objective in objectives:
            missing += objective._missing(group)
        if (
            group.ask_pay_criterion == "required"
            and not (appraisal.pay_criterion or "").strip()
        ):
            missing.append(
                self.env._("Say by which criterion performance will be assessed.")
            )
        return missing

    def _missing_review(self):
        appraisal = self.appraisal_id
        group = appraisal.staff_group_id
        missing = []
        if not appraisal.date_review_meeting:
            missing.append(self.env._("Enter the date of the review meeting."))
        if group.self_review == "required" and not self._self_review_is_in():
            missing.append(self.env._("The self-review has not been handed in."))
        for review in appraisal.objective_review_ids:
            missing += review._missing(group)
        if group.standards_mode == "all":
            missing += [
                self.env._("Standard %s: assess it.", line.standard_id.number)
                for line in appraisal.standard_assessment_ids
                if line.standard_id and not (line.assessment or "").strip()
            ]
        for pay in appraisal.pay_recommendation_ids:
            missing += pay._missing()
        return missing

    def _self_review_is_in(self):
        """Whether the person handed it in, or the team; who has no login writes it on
        paper."""
        appraisal = self.appraisal_id
        return not appraisal._reviewed_users() or self.env[
            "school.appraisal.self.review"
        ].search_count(
            [
                ("appraisal_id", "=", appraisal.id),
                ("state", "=", "handed_in"),
                ("written_by", "in", ("reviewee", "team")),
            ],
            limit=1,
        )

    def _missing_cpd(self):
        if not self.appraisal_id.cpd_need_ids.filtered(
            lambda need: need.cpd_statement_id == self
        ):
            return [self.env._("There is no training need on it.")]
        return []


def _iso(date):
    return fields.Date.to_string(date) if date else None
