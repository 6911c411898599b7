"""Run on a database of its own by test_concurrency: two people at the same
moment, each with a connection of his own, as two requests of the web client.

Prints a line for each race; what must hold after it is asserted here.
"""

import hashlib
import threading
from contextlib import nullcontext
from unittest.mock import patch

from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.service.model import retrying

from odoo.addons.school_appraisal.tests.common import AppraisalTrust, plain_paper

ROUNDS = 10
# Of the races by which a signature could be lost, doubled or given to other words.
MANY_ROUNDS = 100

# How long Odoo waits before it tries again is not what is raced here.
patch("odoo.service.model.random.uniform", lambda *_args: 0.05).start()

story = AppraisalTrust()
story._set_up_trust(env)  # noqa: F821
registry = story.env.registry


def at_once(*tasks):
    """Run (who, action) pairs at the same moment; what each came to: done, or
    the sentence of the refusal."""
    barrier = threading.Barrier(len(tasks))
    results = {}

    def work(who, action, key):
        with registry.cursor() as cr:
            own = Environment(cr, story.users[who].id, {})
            own["res.users"].browse(own.uid).name  # noqa: B018  both have begun
            barrier.wait(timeout=30)
            try:
                retrying(lambda: action(own), own)
                results[key] = "done"
            except UserError as error:
                results[key] = str(error)

    # The same person may be there twice, in two windows.
    names = [who for who, _action in tasks]
    threads = [
        threading.Thread(
            target=work,
            args=(who, action, who if names.count(who) == 1 else f"{who} {number}"),
        )
        for number, (who, action) in enumerate(tasks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    story.env.cr.rollback()
    story.env.invalidate_all()
    assert len(results) == len(tasks), f"somebody never came back: {results}"
    return results


def shared_plan():
    appraisal = story._launch()
    story._plan(appraisal)
    statement = story._statement(appraisal)
    story._share(statement)
    story.env.cr.commit()
    return appraisal, statement


def signing(statement):
    shown = statement.content_hash

    def sign(own):
        own[statement._name].browse(statement.id).sign(shown, "typed")

    return sign


def start_again(appraisal):
    story.env.invalidate_all()
    if appraisal.state not in ("closed", "cancelled"):
        story.as_("head", appraisal).cancel("Next race")
    story.env.cr.commit()


def live(statement):
    return statement.signature_ids.filtered(lambda s: not s.voided_on)


def check_whole(statement):
    """Whatever was first: the form is a draft, shared or final as a whole."""
    signed = sorted(live(statement).mapped("role"))
    assert len(signed) == len(set(signed)), f"somebody signed twice: {signed}"
    if statement.state == "draft":
        assert not statement.content and not signed, "a draft with signatures"
        return
    assert statement.content_hash == statement._hash_content(statement.content)
    assert set(live(statement).mapped("content_hash")) <= {statement.content_hash}
    assert set(live(statement).mapped("version")) <= {statement.version}
    complete = signed == sorted(statement._signers())
    assert (statement.state == "final") == complete, f"{statement.state}: {signed}"
    frozen = statement.attachment_id
    assert bool(frozen) == complete, "final without its paper, or the reverse"
    if frozen:
        assert statement.checksum == hashlib.sha256(frozen.raw).hexdigest()


def both_sign():
    appraisal, statement = shared_plan()
    sign = signing(statement)
    results = at_once(("reviewer", sign), ("reviewee", sign))
    assert set(results.values()) == {"done"}, results
    assert statement.state == "final" and appraisal.state == "monitoring"
    assert sorted(live(statement).mapped("role")) == ["reviewee", "reviewer"]
    files = story.env["ir.attachment"].search_count(
        [("res_model", "=", statement._name), ("res_id", "=", statement.id)]
    )
    assert files == 1, files
    return appraisal, results


def sign_and_edit():
    appraisal, statement = shared_plan()
    objective = appraisal.objective_ids

    def edit(own):
        own[objective._name].browse(objective.id).name = "Changed meanwhile"

    results = at_once(("reviewee", signing(statement)), ("reviewer", edit))
    assert "done" in results.values(), results
    if live(statement):
        said = statement.content["objectives"][0]["text"]
        assert said == objective.name, "signed words and live words differ"
    else:
        assert statement.state == "draft" and statement.version == 2
    return appraisal, results


def sign_and_reassign():
    appraisal, statement = shared_plan()

    def reassign(own):
        other = own["res.users"].browse(story.users["manager"].id)
        own[appraisal._name].browse(appraisal.id).reassign(other)

    results = at_once(("reviewer", signing(statement)), ("head", reassign))
    assert results["head"] == "done", results
    assert appraisal.reviewer_id == story.users["manager"]
    assert not live(statement), "the former reviewer's signature counts"
    assert statement.state == "draft"
    return appraisal, results


def same_person_twice():
    appraisal, statement = shared_plan()
    sign = signing(statement)
    results = at_once(("reviewee", sign), ("reviewee", sign))
    assert list(results.values()).count("done") == 1, results
    assert len(live(statement)) == 1
    return appraisal, results


def sign_and_comment():
    appraisal, statement = shared_plan()

    def respond(own):
        own[statement._name].browse(statement.id).respond("Not quite")

    results = at_once(("reviewer", signing(statement)), ("reviewee", respond))
    assert set(results.values()) == {"done"}, results
    assert statement.reviewee_comments == "Not quite"
    assert live(statement).mapped("role") == ["reviewer"]
    return appraisal, results


def sign_and_take_back():
    appraisal, statement = shared_plan()

    def take_back(own):
        own[statement._name].browse(statement.id).action_take_back()

    results = at_once(("reviewee", signing(statement)), ("reviewer", take_back))
    assert results["reviewer"] == "done", results
    assert statement.state == "draft" and not live(statement)
    return appraisal, results


def sign_and_cancel():
    """The last signature against the head's cancelling: one of the two."""
    appraisal, statement = shared_plan()
    story._sign("reviewer", statement)
    story.env.cr.commit()

    def cancel(own):
        own[appraisal._name].browse(appraisal.id).cancel("Left")

    results = at_once(("reviewee", signing(statement)), ("head", cancel))
    if appraisal.state == "cancelled" and statement.state == "final":
        # Cancelled after it had become final, never the other way round.
        assert results["reviewee"] == "done"
    else:
        assert (statement.state == "final") == (appraisal.state == "monitoring")
    return appraisal, results


def same_clock():
    """Two people begin to count the same deadline: the reviewer by the day of the
    meeting, in two windows."""
    if not story.group.limit_ids:
        story.env["school.appraisal.limit"].create(
            {"staff_group_id": story.group.id, "number": 10, "part": "plan"}
        )
    appraisal = story._launch()
    story.env.cr.commit()

    def meet(own):
        own[appraisal._name].browse(appraisal.id).date_planning_meeting = "2026-10-01"

    results = at_once(("reviewer", meet), ("reviewer", meet))
    assert set(results.values()) == {"done"}, results
    assert len(appraisal.deadline_ids) == 1
    assert str(appraisal.deadline_ids.date_from) == "2026-10-01"
    return appraisal, results


def races_can_fail():
    """Without the row on which two signers meet, neither sees the other and
    nobody finishes the form: what the races above are there to notice."""
    statements = registry["school.appraisal.statement"]
    write = statements.write

    def write_without_meeting(self, vals):
        return set(vals) == {"edits"} or write(self, vals)

    with patch.object(statements, "write", write_without_meeting):
        try:
            both_sign()
        except AssertionError:
            appraisal = story.env["school.appraisal"].search([], order="id desc")[:1]
            statement = story._statement(appraisal)
            assert len(live(statement)) == 2
            try:
                check_whole(statement)
            except AssertionError as half:
                return appraisal, {"noticed": str(half)}
    raise AssertionError("nothing was noticed")


def printed(number):
    """The first rounds make the real PDF; it takes a second, in which the others of
    a hundred rounds would not meet any closer."""
    if number < ROUNDS:
        return nullcontext()
    return plain_paper(story.env, lambda paper: paper.content_hash)


for race, rounds in (
    (both_sign, MANY_ROUNDS),
    (same_person_twice, MANY_ROUNDS),
    (sign_and_edit, MANY_ROUNDS),
    (sign_and_reassign, MANY_ROUNDS),
    (sign_and_comment, ROUNDS),
    (sign_and_take_back, ROUNDS),
    (sign_and_cancel, ROUNDS),
    (races_can_fail, ROUNDS),
    (same_clock, ROUNDS),
):
    for number in range(rounds):
        with printed(number):
            appraisal, results = race()
        if race != races_can_fail:
            check_whole(story._statement(appraisal))
        print(race.__name__, number, results)  # pylint: disable=print-used
        start_again(appraisal)
