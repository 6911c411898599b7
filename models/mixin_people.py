from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_date

# How long after a year is closed a former line manager still reads it.
FORMER_MANAGER_DAYS = 30

# Who does the reviewer's part, and who the head's: for the head's own year a panel
# and the chair of governors (KM §4.2).
REVIEWERS = ("reviewer", "panel")
HEADS = ("head", "chair")
# A year that people work on.
UNDER_WAY = ("planning", "monitoring", "review")
# A year that nobody works on any more.
OVER = ("closed", "cancelled")
# A year in which nothing is written: it is over, or stands still.
SHUT = (*OVER, "suspended")
# Roles that come with an office in the school.
OFFICE_ROLES = ("chair", "review_committee", "senior_leader")
# Roles that read the forms, and not what they were made from.
FORMS_ONLY = ("review_committee", "former_member")
# Whose year it is: a person's, or a team's (WP §4).
REVIEWED = ("reviewee", "team_member")
# Roles that follow from no field: a head or chair grants them for a period of at
# most so many months.
GRANTED = ("granted", "adviser", "hearer")
GRANT_MONTHS = 12


def by_own_hand(user, actor):
    """Whether ``actor`` gives something to himself by naming ``user``: it is
    himself, or a login that he made, or that a login of his made. The superuser
    acts for nobody."""
    makers = user
    while maker := makers[-1:].create_uid - makers:
        makers += maker
    return actor.id != SUPERUSER_ID and actor in makers


class AppraisalPeople(models.AbstractModel):
    """Who stands in which role to one appraisal, and so who may see it.

    The people fields of the appraisal say who should have a role; the access
    rows, which the record rules read, are written only here, together with
    them.
    """

    _name = "school.appraisal.people"
    _description = "Appraisal: people and access rows"

    my_roles = fields.Char(
        compute="_compute_my_roles",
        help="Roles of the current user on this appraisal, between commas.",
    )
    is_reviewer = fields.Boolean(compute="_compute_my_roles")
    is_head = fields.Boolean(
        compute="_compute_my_roles",
        help="Whether the current user has the head's part: the chair of governors "
        "has it in the head's own appraisal.",
    )
    sees_parts = fields.Boolean(
        compute="_compute_my_roles",
        help="Whether the current user sees more than the statements.",
    )

    def _wanted_access(self):
        """{user: role} pairs that this appraisal's people fields ask for."""
        self.ensure_one()
        wanted = {(self.reviewer_id, "reviewer"), *self._wanted_leaders()}
        wanted |= {(user, "panel") for user in self.panel_user_ids}
        wanted |= {(user, "next_reviewer") for user in self._next_reviewers()}
        if self.staff_group_id.line_manager_access:
            wanted |= {(user, "line_manager") for user in self._line_manager_users()}
        # Nobody has an office in his own appraisal.
        reviewed = self._reviewed_access()
        users = {user for user, _role in reviewed}
        wanted = {pair for pair in wanted if pair[0] and pair[0] not in users}
        return wanted | reviewed

    def _wanted_leaders(self):
        """Those who see it by an office in the school. The head's own year is
        the governors' matter (KM §4.2, §7)."""
        school = self.school_id
        if self._is_of_head():
            return {
                (school.chair_user_id, "chair"),
                (school.review_committee_chair_id, "review_committee"),
            }
        leaders = {(self.head_user_id, "head")}
        # A team's year is its members', the reviewer's and the head's alone (WP §4).
        if self.staff_group_id.senior_leader_access and not self.team_id:
            # A manager stays one while the own employee record is archived.
            leaders |= {
                (user, "senior_leader")
                for user in school.senior_leader_user_ids.with_context(
                    active_test=False
                )
                if self.employee_id not in user.employee_ids.parent_id
            }
        return leaders

    def _is_of_head(self):
        """Whether it is the year of the head: of who was it when it started, or
        has become it since."""
        return self.of_head or bool(
            self.head_user_id and self.head_user_id == self.reviewee_user_id
        )

    def _next_reviewers(self):
        """Who plans next year on the form that reviews this one reads what there is
        to review, until that form is final (WP, GU, KM §4.3)."""
        # Of a member of a team nothing is reviewed on the own year.
        over = self.state in OVER or self.joined_team_id
        if over or not self.staff_group_id.joint_statement:
            return self.reviewer_id.browse()
        following = self._next_appraisal()
        # Who is in a team plans the next year on the team's form.
        if following.joined_team_id:
            return self.reviewer_id.browse()
        return following.reviewer_id - self.reviewer_id

    def _panel_refusal(self, governors):
        """Why these governors are no panel that the policy allows (KM §4.2), or
        False. The reviewer is one of them."""
        allowed = self.staff_group_id.panel_size_ids
        foundation = governors & self.school_id.foundation_governor_ids
        if (
            not self.of_head
            or not allowed
            or any(
                size.size == len(governors)
                and size.foundation_minimum <= len(foundation)
                for size in allowed
            )
        ):
            return False
        return self.env._(
            "the policy asks for a panel of %s, the reviewer counted.",
            self.env._(" or ").join(size.display_name for size in allowed),
        )

    def _missing_people(self):
        """Sentences about the people without whom the plan is not shared."""
        if not self.of_head:
            return []
        reason = self._panel_refusal(self.reviewer_id | self.panel_user_ids)
        return [self.env._("Review panel: %s", reason)] if reason else []

    def _line_manager_users(self):
        """The employee's manager and those the head added (TM §6.3)."""
        staff = self.employee_id.appraisal_staff_ids
        return self.employee_id.parent_id.user_id | staff.further_manager_user_ids

    def _sync_access(self, purpose, distrust=None):
        """Make the access rows say what the people fields say.

        A removal holds at once. A row waits until somebody else confirms it
        where its user may have brought it about himself: ``distrust`` is the
        user whose change this follows, and a line manager or senior leader who
        keeps employees or staff facts can have let himself in at any time
        before; so can a reviewee who linked his own login. Grants are left
        alone, and so are the line managers of a year that is closed.

        :param str purpose: why, as the reviewee will read it
        """
        today = fields.Date.context_today(self)
        # sudo: the rows of a person's access are written for him by others,
        # and nobody has rights to write them by hand.
        vals_list = []
        lost = self.env["res.users"]
        for appraisal in self.sudo():
            settled = appraisal._settled_roles()
            wanted = {
                (user, role)
                for user, role in appraisal._wanted_access()
                if role not in settled
            }
            held = {
                (row.user_id, row.role): row
                for row in appraisal.access_ids
                if row.state != "ended" and row.role not in settled
            }
            for key in held.keys() - wanted:
                held[key]._end()
                lost |= key[0]
            vals_list += [
                {
                    "appraisal_id": appraisal.id,
                    "user_id": user.id,
                    "role": role,
                    "purpose": self.env._("Office in the school")
                    if role in OFFICE_ROLES
                    else purpose,
                    "granted_by": self.env.uid,
                    "scope": "statements" if role in FORMS_ONLY else "appraisal",
                    "date_from": today,
                    "state": "pending"
                    if (distrust and by_own_hand(user, distrust))
                    or appraisal._is_doubtful(user, role)
                    else "active",
                }
                for user, role in sorted(
                    wanted - held.keys(), key=lambda pair: (pair[1], pair[0].id)
                )
            ]
        # sudo: nobody has rights to write access rows by hand.
        self.env["school.appraisal.access"].sudo()._with_pass().create(vals_list)
        if lost:
            # sudo: others' lists of tasks.
            self.sudo()._renew_tasks(lost)

    def _is_doubtful(self, user, role):
        """Whether this user may have got the role by his own hand at any time."""
        if role == "reviewee":
            return self.employee_id.resource_id.appraisal_login_doubtful
        if role == "team_member":
            own = self._own_years().filtered(lambda one: one.reviewee_user_id == user)
            return any(own.employee_id.resource_id.mapped("appraisal_login_doubtful"))
        return role in ("line_manager", "senior_leader") and self._names_managers(user)

    def _settled_roles(self):
        """Roles whose rows do not follow the people fields: what was granted, and
        the line managers of a year that is closed."""
        return {*GRANTED, "line_manager"} if self.state == "closed" else set(GRANTED)

    def _end_former_managers(self):
        """On closed years: who is not the line manager any more reads on for
        a few weeks after the close."""
        for appraisal in self:
            managers = appraisal._line_manager_users()
            last_day = appraisal.closed_on + timedelta(days=FORMER_MANAGER_DAYS)
            former = appraisal.access_ids.filtered(
                lambda row, managers=managers: (
                    row.role == "line_manager"
                    and row.state != "ended"
                    and row.user_id not in managers
                )
            )
            former._with_pass().write({"date_to": last_day})

    @api.model
    def _names_managers(self, user):
        return user.has_group("hr.group_hr_user") or user.has_group(
            "school_appraisal.group_administrator"
        )

    # GRANTS

    def _get_grant_blocker(self):
        if not self._has_role(*HEADS):
            return self.env._("only the head lets further people read it.")
        if self.team_id:
            return self.env._(
                "a team's year is read by its members, the reviewer and the head alone."
            )
        if self.state == "cancelled":
            return self.env._("it was cancelled.")
        return False

    @api.private
    def grant(self, user, role, scope, purpose, date_to):
        """Let ``user`` read these appraisals from today to ``date_to``; the
        reviewees are told at once. The grant ends by itself.

        :param str role: one of ``GRANTED``
        :param str scope: ``appraisal``, or ``statements`` for these alone
        :raises UserError: with the reason when that cannot be done
        """
        self._check_can("grant")
        today = fields.Date.context_today(self)
        for appraisal in self:
            if reason := appraisal._grant_refusal(user, role, purpose, today, date_to):
                appraisal._refuse(reason)
        # sudo: nobody has rights to write access rows by hand.
        rows = self.env["school.appraisal.access"].sudo()
        rows._end_expired([("appraisal_id", "in", self.ids)])
        rows._with_pass().create(
            [
                {
                    "appraisal_id": appraisal.id,
                    "user_id": user.id,
                    "role": role,
                    "scope": scope,
                    "purpose": purpose.strip(),
                    "granted_by": self.env.uid,
                    "date_from": today,
                    "date_to": date_to,
                    "state": "active",
                }
                for appraisal in self
            ]
        )
        # sudo: the reviewee's login, for the mail that goes to it.
        self._tell(self.sudo().reviewee_user_id, "/odoo/my-appraisal")

    def _grant_refusal(self, user, role, purpose, today, date_to):
        """Why this grant is not given, or False."""
        if not (purpose or "").strip():
            return self.env._("say what the access is for; the person will read it.")
        last_day = today + relativedelta(months=GRANT_MONTHS)
        if not date_to or not today <= date_to <= last_day:
            return self.env._(
                "choose a last day between today and %s.",
                format_date(self.env, last_day, date_format="d MMMM y"),
            )
        if role not in GRANTED:
            return self.env._("%s is not a role that is granted for a time.", role)
        # sudo: whether somebody is let in already is for the head to know.
        appraisal = self.sudo()
        if user == appraisal.reviewee_user_id:
            return self.env._("the person it is about reads it already.")
        if by_own_hand(user.sudo(), self.env.user):
            return self.env._("nobody grants access to himself.")
        if not user.active or not user._is_internal():
            return self.env._("the reader has no login as a member of staff.")
        if any(
            row.user_id == user and row.role == role and row.standing != "ended"
            for row in appraisal.access_ids
        ):
            return self.env._("this person is let in already; end that access first.")
        return False

    @api.depends(
        "access_ids.user_id",
        "access_ids.role",
        "access_ids.scope",
        "access_ids.state",
        "access_ids.date_to",
    )
    @api.depends_context("uid")
    def _compute_my_roles(self):
        """From the same active rows that the record rules read. The superuser
        has none."""
        # sudo: everybody may know his own roles.
        rows = (
            self.env["school.appraisal.access"]
            .sudo()
            .search_fetch(
                [
                    ("appraisal_id", "in", self.ids),
                    ("user_id", "=", self.env.uid),
                    *self.env["school.appraisal.access"]._active_domain(),
                ],
                # With what the rules ask of the same rows.
                ["appraisal_id", "role", "scope", "user_id", "state", "date_to"],
            )
        )
        roles = {appraisal_id: [] for appraisal_id in self.ids}
        for row in rows:
            roles[row.appraisal_id.id].append(row.role)
        whole = rows.filtered(lambda row: row.scope == "appraisal").appraisal_id.ids
        for appraisal in self:
            mine = sorted(roles.get(appraisal._origin.id, ()))
            appraisal.my_roles = f",{','.join(mine)},"
            appraisal.is_reviewer = not set(mine).isdisjoint(REVIEWERS)
            appraisal.is_head = not set(mine).isdisjoint(HEADS)
            appraisal.sees_parts = appraisal._origin.id in whole

    def _tell_the_others(self):
        """Mail those who plan and review these years together, but who has just done
        something in them: at most one mail a day, that says only to look."""
        # sudo: logins and addresses, for the mail.
        years, me = self.sudo(), self.env.user
        reviewers = years.reviewer_id | years.panel_user_ids
        self._tell_once(
            {
                "/odoo/my-appraisal": years._reviewed_users() - me,
                "/odoo/reviewees": reviewers - me,
            }
        )

    def _has_role(self, *roles):
        self.ensure_one()
        return bool(self._roles() & set(roles))

    def _reads_forms_only(self):
        """Whether the current user was let in to final forms, and is told nothing of
        what goes on beside them."""
        roles = self._roles()
        return bool(roles) and roles <= set(FORMS_ONLY)

    def _roles(self):
        """The current user's roles on this appraisal."""
        # Also where the addon looks as superuser: they are the user's, and known.
        return set(self.sudo(False).my_roles.split(",")) - {""}
