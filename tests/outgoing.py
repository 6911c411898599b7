"""What leaves the records by itself: mails, messages, notifications, activities,
meetings, messages on the bus, names of files, followers. And whether it is neutral:

    before = mark(env)
    ...                                       # something happens
    self.assertFalse(leaks(env, before, names, CANARY))

Mails that Odoo deletes once they are sent cannot be looked at; ``leaks`` says so.
"""

import json
import re

from odoo.tools import SQL, html2plaintext

# All that the addon may say in a mail, a notification or an activity, line by line.
# Whoever adds a text adds it here, after asking what it tells on a whiteboard.
NEUTRAL = [
    re.compile(line)
    for line in (
        r"You have a task in the appraisal app\.?",
        r"(Please )?[Oo]pen (it|the appraisal app)( here)?[.:]?( \[\d+\])?",
        # A link: to a page, never with a word of what is on it.
        r"(\[\d+\] )?https?://[\w.:-]+/(odoo|web)(/[a-z-]+)*(/\d+)?",
        # Odoo's own frame around each mail.
        r"--",
    )
]
# Files: the reference, the kind of form and the version.
NEUTRAL_FILE = re.compile(r"APR-\d{4}-\d+-(planning|review|cpd)-v\d+(-scan)?\.\w+")

# What is looked at, and the fields that say for which record a row is made.
SENT = {
    "mail.mail": ("model", "res_id"),
    "mail.message": ("model", "res_id"),
    "mail.notification": ("mail_message_id.model", "mail_message_id.res_id"),
    "mail.activity": ("res_model", "res_id"),
    "mail.followers": ("res_model", "res_id"),
    "mail.tracking.value": ("mail_message_id.model", "mail_message_id.res_id"),
    "mail.scheduled.message": ("model", "res_id"),
    "calendar.event": ("res_model", "res_id"),
    "calendar.attendee": ("event_id.res_model", "event_id.res_id"),
    "discuss.channel": (None, None),
    "bus.bus": (None, None),
    "ir.attachment": ("res_model", "res_id"),
}
# Here a person's name may stand: it is the address.
ADDRESSES = {"email_from", "email_to", "email_cc", "reply_to", "email"}
# Technical, or (``index_content``) the file itself, which follows its record.
NOT_WORDS = {"message_id", "headers", "references", "index_content", "access_token"}
NOT_WORDS |= {"db_datas", "checksum", "store_fname", "mimetype", "res_model", "model"}
NOT_WORDS |= {"reply_to_force_new", "state", "res_field", "url", "uuid", "channel"}
# What tells that a text of another app speaks of an appraisal.
ABOUT_APPRAISAL = re.compile(r"apprais|APR/|objective|pay (progress|recommend)", re.I)


def mark(env):
    """Where things stand now: hand it to ``leaks`` after something has happened."""
    _settle(env)
    return {**_last_ids(env), "mails given a number": _mails_numbered(env)}


def sent(env, since):
    """{model: records made since the mark}, where there are any."""
    _settle(env)
    return {
        # sudo: the test looks at what was sent to everybody.
        name: env[name]
        .sudo()
        .with_context(active_test=False)
        .search([("id", ">", since[name])])
        for name, last in _last_ids(env).items()
        if last > since[name]
    }


def leaks(env, since, names, canary, audience=None):
    """Sentences about what has left since the mark and should not have.

    :param names: of people, who must not be named together with an appraisal
    :param canary: pattern of the words planted in the records
    :param audience: users who may be told something of it; None = whoever may read
        the record it is attached to
    """
    named = re.compile("|".join(map(re.escape, names)) or r"(?!)")
    found, made = [], sent(env, since)
    for name, rows in made.items():
        for row in rows:
            found += [
                f"{name} {row.id}: {reason}"
                for reason in _reasons(row, named, canary, audience)
            ]
    gone = _mails_numbered(env) - since["mails given a number"]
    gone -= len(made.get("mail.mail", ()))
    if gone:
        found.append(f"mail.mail: {gone} were deleted before anybody could read them")
    return found


def _settle(env):
    """Do what Odoo does at the end of a transaction, when it writes what goes to the
    bus and what was tracked."""
    env.flush_all()
    env.cr.precommit.run()
    env.flush_all()


def _last_ids(env):
    """{model: id of its last row}, in one query."""
    parts = [
        SQL(
            "SELECT %s, COALESCE(MAX(id), 0) FROM %s",
            name,
            SQL.identifier(env[name]._table),
        )
        for name in SENT
        if name in env
    ]
    return dict(env.execute_query(SQL(" UNION ALL ").join(parts)))


def _mails_numbered(env):
    """How many mails there have been, with those that are gone."""
    return env.execute_query(
        SQL(
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END "
            "FROM mail_mail_id_seq"
        )
    )[0][0]


def _reasons(row, named, canary, audience):
    words = _words(row)
    text = "\n".join(words.values())
    planted = canary.search(text + _addresses(row))
    if planted:
        yield f"holds the words of a record: {planted[0]}"
    if row._name == "bus.bus" and _is_open_channel(row):
        yield f"sent on a channel that anybody can name: {row.channel}"
    model, record = _record(row)
    if _is_ours(row, model):
        if row._name == "mail.tracking.value":
            yield "keeps what was in a field before"
        yield from _not_neutral(row, words, named)
        yield from _to_outsiders(row, record, audience)
    else:
        yield from _about_somebody(text, named)


def _is_ours(row, model):
    """Whether a row speaks for this addon: made for one of its records, or a mail
    that is for no record at all."""
    if model:
        return model.startswith("school.appraisal")
    return row._name in ("mail.mail", "mail.message", "mail.notification")


def _not_neutral(row, words, named):
    text = "\n".join(words.values())
    for name in sorted(set(named.findall(text))):
        yield f"names {name}"
    patterns = [NEUTRAL_FILE] if row._name == "ir.attachment" else NEUTRAL
    for field, value in words.items():
        for line in filter(None, (line.strip(" *_") for line in value.splitlines())):
            if not any(pattern.fullmatch(line) for pattern in patterns):
                yield f"{field} is no neutral text: {line!r}"


def _to_outsiders(row, record, audience):
    for user in _recipients(row):
        if audience is not None and user not in audience:
            yield f"goes to {user.login}, who has no part in it"
        elif record and not record.with_user(user).has_access("read"):
            yield f"goes to {user.login}, who may not read the record"
    for address in _strange_addresses(row):
        yield f"goes to {address}, who is nobody's login"


def _words(row):
    """{field: text} of what a row says, without markup."""
    result = {}
    for name, field in row._fields.items():
        if field.type not in ("char", "text", "html", "json") or name in NOT_WORDS:
            continue
        if name in ADDRESSES or not (field.store or field.inherited):
            continue
        value = row[name]
        if value and (field.type == "html" or name == "body_html"):
            value = html2plaintext(value)
        if value:
            result[name] = value if isinstance(value, str) else json.dumps(value)
    return result


def _addresses(row):
    return "\n".join(
        str(row[name]) for name in sorted(ADDRESSES & row._fields.keys()) if row[name]
    )


def _about_somebody(text, named):
    """A text of another app that brings a person and an appraisal together."""
    who, what = named.search(text), ABOUT_APPRAISAL.search(text)
    if who and what:
        yield f"names {who[0]} together with {what[0]!r}"


def _record(row):
    """(model, record) for which a row is made."""
    model_path, id_path = SENT[row._name]
    if not model_path:
        return False, None
    model = row.mapped(model_path)[:1]
    model = model[0] if model else False
    res_id = row.mapped(id_path)[:1]
    if not model or model not in row.env or not res_id or not res_id[0]:
        return model, None
    return model, row.env[model].browse(res_id[0]).exists()


def _recipients(row):
    """Users to whom a row goes."""
    users = row.env["res.users"].with_context(active_test=False)
    if row._name == "mail.mail":
        partners = row.partner_ids | row.recipient_ids
        return users.search(
            ["|", ("partner_id", "in", partners.ids), ("email", "in", _to(row))]
        )
    if row._name == "mail.message":
        return users.search([("partner_id", "in", row.partner_ids.ids)])
    if row._name == "mail.notification":
        return row.res_partner_id.with_context(active_test=False).user_ids
    if row._name in ("mail.followers", "calendar.attendee"):
        return row.partner_id.with_context(active_test=False).user_ids
    if row._name == "mail.activity":
        return row.user_id
    return users.browse()


def _to(row):
    return re.findall(r"[\w.+-]+@[\w.-]+", row.email_to or "")


def _strange_addresses(row):
    if row._name != "mail.mail":
        return
    for address in _to(row):
        known = row.env["res.users"].search_count([("email", "=ilike", address)])
        if not known:
            yield address


def _is_open_channel(row):
    """A record's channel is [database, model, id]. To a plain word listens whoever
    guesses it; Odoo tells everybody so that its pages were built anew."""
    channel = json.loads(row.channel)
    if json.loads(row.message)["type"] == "bundle_changed":
        return False
    return not (isinstance(channel, list) and len(channel) >= 3)
