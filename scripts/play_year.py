"""Plays the demonstration: one whole year of Jo Example, and others half-way.

Run by scripts/demo with the demonstration database's ``env``. Every step is taken
by the person whose step it is, through the methods that the buttons call; the
superuser of ``env`` only looks people up. The PDFs go to DEMO_OUT.
"""

import base64
import os
from datetime import date, timedelta
from pathlib import Path

OUT = Path(os.environ["DEMO_OUT"])
STEPS = iter(range(1, 100))


def say(sentence):
    print(f"{next(STEPS):3}. {sentence}", flush=True)


def user(login):
    found = env["res.users"].search([("login", "=", f"{login}@hill.example")])  # noqa: F821
    if not found:
        raise LookupError(f"the demo data have no login {login}@hill.example")
    return found


def as_(login, records):
    """These records as one of the people, after what the others did."""
    records.env.flush_all()
    records.env.invalidate_all()
    return records.with_user(user(login))


HEAD = "head"
SCHOOL = env.ref("school_appraisal.school_demo")  # noqa: F821
CYCLE = env.ref("school_appraisal.cycle_2026_demo")  # noqa: F821
NEXT_CYCLE = env.ref("school_appraisal.cycle_2027_demo")  # noqa: F821
READING = env.ref("school_appraisal.priority_2026_reading_1_demo")  # noqa: F821
WELCOME = env.ref("school_appraisal.priority_2026_welcome_1_demo")  # noqa: F821

OBJECTIVES = [
    {
        "name": "Run the reading groups in year 7 so that every child in them "
        "reads with somebody three times a week.",
        "action_steps": "Set up three groups by half-term.\nAgree the books with the "
        "class teachers.\nKeep a short record after each session.",
        "success_criteria": "Eight children in ten have moved up two book bands.",
        "date_due": "2027-05-28",
        "priority_id": READING.id,
        "challenging": True,
        "support_promised": "A place on the phonics course in the autumn term.",
    },
    {
        "name": "Welcome the parents of new children and answer their first "
        "questions about reading at home.",
        "action_steps": "Two short meetings a term, with the class teacher.",
        "success_criteria": "Nine families in ten have come at least once.",
        "date_due": "2027-03-26",
        "priority_id": WELCOME.id,
    },
    {
        "name": "Lead the homework club on Tuesdays.",
        "action_steps": "Plan it with the inclusion leader; share the rota.",
        "success_criteria": "The club runs each week and fifteen children come.",
        "date_due": "2027-06-25",
        "priority_id": READING.id,
        "determined_by": "reviewer",
    },
]


# STEPS THAT SEVERAL PEOPLE TAKE


def appraisal_of(login):
    return CYCLE.env["school.appraisal"].search(
        [("reviewee_user_id", "=", user(login).id), ("cycle_id", "=", CYCLE.id)]
    )


def reviewer_of(appraisal):
    return appraisal.reviewer_id.login.partition("@")[0]


def statement_of(appraisal, kind):
    return appraisal.statement_ids.filtered(lambda s: s.kind == kind)[-1:]


def plan(appraisal, objectives):
    mine = as_(reviewer_of(appraisal), appraisal)
    mine.date_planning_meeting = "2026-10-01"
    for sequence, values in enumerate(objectives):
        mine.objective_ids.create(
            {"appraisal_id": appraisal.id, "sequence": sequence, **values}
        )


def share(appraisal, kind):
    statement = statement_of(appraisal, kind)
    as_(reviewer_of(appraisal), statement).action_share()
    return statement


def sign(login, statement, comments=None, **values):
    """As in the dialog: what is shown is what is signed."""
    action = as_(login, statement).action_open_sign()
    dialog = statement.env[action["res_model"]].browse(action["res_id"])
    dialog = as_(login, dialog)
    if comments:
        values["comments"] = comments
    dialog.write(values)
    dialog.action_sign()


def review(appraisal, progress):
    reviewer = reviewer_of(appraisal)
    mine = as_(reviewer, appraisal)
    mine.action_open_review()
    mine.date_review_meeting = date.today()
    comments = statement_of(appraisal, "review")
    as_(
        reviewer, comments
    ).reviewer_comments = (
        "A steady year, with care for the children and for colleagues."
    )
    for line in mine.objective_review_ids:
        line.progress = progress
        if line.support_promised:
            line.support_given = "yes"
    for line in mine.standard_assessment_ids:
        line.assessment = "Met throughout the year."
    for pay in mine.pay_recommendation_ids:
        pay.recommendation = "progress"
        pay.reason = "Good progress on all objectives, one of them challenging."


def keep_pdf(statement, name):
    pdf = as_(reviewer_of(statement.appraisal_id), statement)._get_pdf()
    (OUT / name).write_bytes(pdf)


def blank_forms():
    for form in CYCLE.staff_group_ids.form_ids:
        (OUT / f"blank-{form.kind}.pdf").write_bytes(form._get_blank_pdf(SCHOOL))


def limit_of_the_school():
    """The preset leaves it open; a school that wants one enters it."""
    as_("administrator", CYCLE.staff_group_ids.limit_ids).create(
        {
            "staff_group_id": CYCLE.staff_group_ids.id,
            "duty": "final",
            "part": "plan",
            "unit": "date",
            "counted_from": "year",
            "day": 31,
            "month": 10,
            "clause": "The school's own",
        }
    )
    say("The administrator set 31 October as the day by which plans are signed.")


# THE YEAR OF JO EXAMPLE


def launch():
    for cycle in (CYCLE, NEXT_CYCLE):
        as_(HEAD, cycle).action_open()
    say("The head opened the cycles 2026/27 and 2027/28.")
    action = as_(HEAD, CYCLE).action_add_people()
    launch = as_(HEAD, CYCLE.env[action["res_model"]]).browse(action["res_id"])
    out = launch.line_ids.filtered(lambda line: not line.included)
    launch.action_launch()
    say(
        f"She added {launch.count_done} people with a reviewer each; {len(out)} are "
        "out: " + "; ".join(f"{line.name} ({line.refusal})" for line in out) + "."
    )


def year_of_jo():
    appraisal = appraisal_of("jo")
    reviewer = reviewer_of(appraisal)
    own = as_("jo", appraisal).action_open_self_review()
    own = as_("jo", appraisal.env[own["res_model"]].browse(own["res_id"]))
    own.answer_ids[0].answer = "The reading groups have become part of the week."
    own.action_hand_in()
    say("Jo Example wrote her self-review and handed it in.")

    plan(appraisal, OBJECTIVES)
    as_(reviewer, appraisal.cpd_need_ids).create(
        {
            "appraisal_id": appraisal.id,
            "objective_id": appraisal.objective_ids[0].id,
            "name": "Phonics for teaching assistants",
            "date_due": "2026-12-18",
        }
    )
    statement = share(appraisal, "planning")
    keep_pdf(statement, "1-plan-shared-draft.pdf")
    say("Her reviewer wrote the plan with three objectives and shared it.")

    as_("jo", statement).respond("Could the club be on another day?", True)
    as_(reviewer, statement).action_take_back()
    as_(reviewer, appraisal.objective_ids[2]).name = "Lead the homework club."
    share(appraisal, "planning")
    say("Jo asked for a change; the reviewer made it and shared version 2.")

    sign("jo", statement, "Thank you for changing the day.")
    sign(reviewer, statement)
    keep_pdf(statement, "2-planning-record.pdf")
    say(f"Both signed: the plan is frozen, SHA-256 {statement.checksum[:12]}…")

    as_(reviewer, appraisal).action_prepare_cpd_form()
    cpd = share(appraisal, "cpd")
    sign(reviewer, cpd)
    keep_pdf(cpd, "3-training-need.pdf")
    say("The training need went to the business manager on its form.")

    review(appraisal, "Reached: the records show it, term by term.")
    statement = share(appraisal, "review")
    sign("jo", statement, "I enjoyed the year.")
    sign(reviewer, statement)
    keep_pdf(statement, "4-annual-review.pdf")
    say("At the end of the year the review was shared, and both signed it.")
    say(
        "Next year's plan began with this year's objectives: "
        f"{len(appraisal.next_appraisal_ids.objective_ids)} of them."
    )
    return appraisal


def endorse(pay):
    values = {"point_to": "Grade 4, point 8", "date_effective": "2027-09-01"}
    as_(HEAD, pay).write(values)
    as_(HEAD, pay).action_endorse()


def pay_of(appraisal):
    pay = appraisal.pay_recommendation_ids
    endorse(pay)
    as_("governor", pay).action_decide_progress()
    say("The head endorsed the recommendation, and a governor decided on it.")
    for file_format in ("csv", "xlsx"):
        dialog = as_("pay", pay.env["school.appraisal.pay.export"]).create(
            {"recommendation_ids": [(6, 0, pay.ids)], "file_format": file_format}
        )
        dialog.action_export()
        content = dialog.with_context(bin_size=False).file
        path = OUT / f"5-{dialog.filename}"
        path.write_bytes(base64.b64decode(content))
    say("The pay officer took it to payroll as a file.")


# OTHERS, HALF-WAY


def to_pay(login, steps):
    """A finished year whose pay is recommended, endorsed (1) or decided (2)."""
    appraisal = appraisal_of(login)
    plan(appraisal, OBJECTIVES[1:])
    for kind in ("planning", "review"):
        if kind == "review":
            review(appraisal, "Reached, with good records.")
        statement = share(appraisal, kind)
        sign(reviewer_of(appraisal), statement)
        sign(login, statement)
    pay = appraisal.pay_recommendation_ids
    if steps:
        endorse(pay)
    if steps > 1:
        as_("governor", pay).action_decide_progress()


def others():
    appraisal = appraisal_of("ali")
    plan(appraisal, OBJECTIVES[:2])
    statement = share(appraisal, "planning")
    sign(reviewer_of(appraisal), statement)
    sign("ali", statement)

    share_only = appraisal_of("chris")
    plan(share_only, OBJECTIVES[:1])
    share(share_only, "planning")

    plan(appraisal_of("dana"), [{"name": "Support the new maths scheme."}])

    for login, shared in (("taylor", True), ("jordan", False)):
        appraisal = appraisal_of(login)
        plan(appraisal, OBJECTIVES[1:])
        statement = share(appraisal, "planning")
        sign(reviewer_of(appraisal), statement)
        sign(login, statement)
        review(appraisal, "On the way; two of three steps are done.")
        if shared:
            sign(login, share(appraisal, "review"))

    for login, steps in (("business", 0), ("office", 1), ("site", 2)):
        to_pay(login, steps)

    appraisal = appraisal_of("drew")
    plan(appraisal, OBJECTIVES[2:])
    as_("drew", share(appraisal, "planning")).respond("The date is too early.", True)
    say("Nine colleagues stand at other stages of their year, and of their pay.")


def meetings():
    """Each at the first time that suits both."""
    years = CYCLE.env["school.appraisal"].search(
        [("cycle_id", "=", CYCLE.id), ("state", "=", "planning")], limit=6
    )
    for year in years:
        action = as_(reviewer_of(year), year).action_open_meeting()
        dialog = year.env[action["res_model"]].browse(action["res_id"])
        as_(reviewer_of(year), dialog).action_set()
    say(f"Reviewers set {len(years)} meetings for the next days.")


def grant():
    """The head lets the business manager read a finished year for a month."""
    as_(HEAD, appraisal_of("jo")).grant(
        user("business"),
        "granted",
        "statements",
        "Yearly audit of signed statements",
        date.today() + timedelta(days=30),
    )
    say("The head lets the business manager read Jo's statements for a month.")


LOGINS = """
Everybody's password is demo. Log in as … and try:
  head@hill.example           My school: who is where, what is late; Calendar
  inclusion@hill.example      My reviewees: a reviewer's year; Development
  business@hill.example       Open to me: statements read for an audit
  jo@hill.example             My appraisal: a finished year, signed forms
  chris@hill.example          My appraisal: a plan to read, comment and sign
  dana@hill.example           My appraisal, Self-review: write it
  governor@hill.example       Pay decisions
  pay@hill.example            Pay progression: export, and nothing else
  administrator@hill.example  Configuration: policies, schools, cycles
  hr@hill.example             an HR officer: sees employees and no appraisal
"""


limit_of_the_school()
launch()
pay_of(year_of_jo())
others()
meetings()
grant()
blank_forms()
say(f"The forms are in {OUT}.")
(OUT.parent / "logins.txt").write_text(LOGINS)
