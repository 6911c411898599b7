"""What the shape of the addon promises, whoever adds to it: read from the registry,
from the database's access tables and from the code itself.

Each check is a function that yields a sentence for each thing that is wrong. Those of
``REGISTRY_CHECKS`` get an ``env``, those of ``CODE_CHECKS`` the code: ``{path: text}``.
``TestStructureCanFail`` breaks something for every one of them.
"""

import ast
import re
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from lxml import etree

from odoo import api
from odoo.models import MAGIC_COLUMNS
from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tools import SQL

from . import sudo_list

MODULE = "school_appraisal"
PREFIX = "school.appraisal"
PEOPLE_MODELS = (
    "hr.employee",
    "hr.employee.public",
    "hr.version",
    "res.partner",
    "res.users",
    "resource.resource",
)
# Links to these must hold what they point at.
RESTRICTED = {"hr.employee", "res.company", "res.users"}

# EXCEPTIONS, each with its reason. One that is not needed any more fails, too.

# Goes with what it belongs to; that one is restricted by its own links.
CASCADES = {
    ("school.appraisal.agenda", "observation_id"): (
        "a view on the deadlines, of which nothing is kept"
    ),
    ("school.appraisal.deadline", "observation_id"): (
        "deleted with its observation, which only an unsigned plan allows"
    ),
    ("school.appraisal.objective.review", "objective_id"): (
        "deleted with its objective, which only an unsigned plan allows"
    ),
    ("school.appraisal.pay.reason", "recommendation_id"): (
        "the other half of the recommendation, which nobody may delete"
    ),
    ("school.appraisal.self.review.answer", "review_id"): (
        "the lines of a self-review, which nobody may delete"
    ),
}
# A link that may be lost: what it says is kept in words.
LOSABLE = {
    ("school.appraisal.cpd.need", "objective_id"): (
        "a training need outlives the objective that it was named for"
    ),
    ("school.appraisal.evidence", "objective_id"): (
        "evidence outlives the objective that it was named for"
    ),
}
# Rules with the user's active companies: pay goes to payroll by company.
BY_COMPANY = {"school.appraisal.pay.recommendation"}
# Confidential models with a chatter, activities or a portal page.
WITH_CHATTER = {}
# What a log may tell beside ids: (file, variable).
LOGGED = {
    ("models/mixin_statement_seal.py", "faults"): (
        "which parts of a form were changed, in four fixed words"
    ),
}


# THE MODELS


def own_models(env):
    return {
        name: env[name]
        for name, model in env.registry.items()
        if name.startswith(PREFIX) and not model._abstract
    }


def confidential_models(env):
    """Names of our models that lead to an appraisal, by whatever way."""
    found = {PREFIX}
    while True:
        more = {
            name
            for name, model in own_models(env).items()
            for field in model._fields.values()
            if field.type in ("many2one", "many2many") and field.comodel_name in found
        }
        if more <= found:
            return found
        found |= more


def _own_fields(env):
    """(model's name, field) of the fields that this addon adds to any model."""
    for name, model in env.registry.items():
        if not model._abstract:
            for field in model._fields.values():
                if field.name not in MAGIC_COLUMNS and (
                    MODULE in field._modules or name.startswith(PREFIX)
                ):
                    yield name, field


def _path(env, name, dotted):
    """The fields along a path from a model."""
    fields = []
    for part in dotted.split("."):
        fields.append(env[name]._fields[part])
        name = fields[-1].comodel_name
    return fields


# FIELDS


def sudo_related(env):
    """A related field reads its path as superuser, unless it is told not to."""
    confidential = confidential_models(env)
    for name, model in env.registry.items():
        for field in model._fields.values():
            if field.related and field.compute_sudo and not field.inherited:
                through = {
                    step.comodel_name for step in _path(env, name, field.related)[:-1]
                }
                for secret in sorted(through & confidential):
                    yield f"{field} is related as superuser through {secret}"


def sudo_computed(env):
    """Stored computes run as superuser unless they are told not to: a form that
    is only begun would say what somebody else's record says."""
    confidential = confidential_models(env)
    for name, field in _own_fields(env):
        reaches = name in confidential or any(
            step.comodel_name in confidential
            for dotted in env.registry.field_depends[field]
            for step in _path(env, name, dotted)
        )
        if field.compute and not field.related and field.compute_sudo and reaches:
            yield f"{field} is computed as superuser"


def fields_on_people(env):
    """Whoever sees an employee, a user or a partner sees their fields."""
    for name, field in _own_fields(env):
        everybody = {"base.group_user", "base.group_portal", "base.group_public"}
        groups = set((field.groups or "").split(",")) - {""}
        if name == "hr.employee.public":
            yield f"{field} is on the card that everybody reads"
        elif name in PEOPLE_MODELS and (not groups or groups & everybody):
            yield f"{field} has no groups"


def open_lists(env):
    """A list field tells of every record which ones belong to it, whatever the
    rules of the records say."""
    confidential = confidential_models(env)
    for name, model in env.registry.items():
        if name in confidential or model._abstract:
            continue
        for field in model._fields.values():
            if field.type in ("one2many", "many2many") and not field.groups:
                if field.comodel_name in confidential:
                    yield f"{field} lists {field.comodel_name} without groups"


def tracked(env):
    """Tracking copies words into messages, where other rules hold."""
    for _name, field in _own_fields(env):
        if getattr(field, "tracking", None):
            yield f"{field} is tracked"


def html(env):
    """People write text: markup could fetch and hide things."""
    for _name, field in _own_fields(env):
        if field.type == "html":
            yield f"{field} is HTML"


def loose_links(env):
    """Nothing disappears with a user, an employee, a company or an appraisal."""
    restricted = RESTRICTED | confidential_models(env)
    for name, field in _own_fields(env):
        if field.type != "many2one" or field.comodel_name not in restricted:
            continue
        while field.related and field.related_field._modules:
            # A copy is as safe as what it copies.
            field = field.related_field
        key = field.model_name, field.name
        if not field.store or field.related or env[name]._transient:
            continue
        allowed = {"restrict"}
        allowed |= {"cascade"} if key in CASCADES else set()
        allowed |= {"set null"} if key in LOSABLE else set()
        if MODULE in field._modules and field.ondelete not in allowed:
            yield f"{field}: on delete {field.ondelete}"


def unneeded_exceptions(env):
    for key, ondelete in [
        *((key, "cascade") for key in CASCADES),
        *((key, "set null") for key in LOSABLE),
    ]:
        field = env[key[0]]._fields.get(key[1])
        if not field or field.ondelete != ondelete:
            yield f"{key} needs no exception"
    by_company = {
        rule.model_id.model
        for rule in _rules(env)
        if "company_id" in (rule.domain_force or "")
    }
    for name in sorted(BY_COMPANY - by_company):
        yield f"{name} needs no exception"
    for name in WITH_CHATTER.keys() - env.registry.models.keys():
        yield f"{name} needs no exception"


def nullable(env):
    """Garbage in a link empties it, unless the database refuses."""
    env.flush_all()
    rows = env.execute_query(
        SQL(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema AND is_nullable = 'YES' "
            "AND table_name LIKE 'school_appraisal%%'"
        )
    )
    for name, model in own_models(env).items():
        if model._transient:
            continue
        for field in model._fields.values():
            must = field.required or (
                name == PREFIX and field.name in ("reviewer_id", "cycle_id")
            )
            if must and not field.required:
                yield f"{field} is not required"
            elif must and (model._table, field.name) in rows:
                yield f"{field} is required, and its column may be empty"


def telling_names(env):
    """Odoo shows the label of a record to people who may not open it."""
    confidential = confidential_models(env)
    for name in sorted(confidential):
        model = env.registry[name]
        # That of the last override: the registry gathers those of all.
        depends = model._compute_display_name._depends
        if callable(depends):
            depends = depends(env[name])
        for dotted in depends:
            field = _path(env, name, dotted)[-1]
            neutral = (
                field.type in ("selection", "date", "integer")
                or (field.model_name, field.name) == (PREFIX, "name")
                or (field.name == "display_name" and field.model_name in confidential)
            )
            if not neutral:
                yield f"{name} is called by {field}"


def chatter(env):
    """Followers read messages without any right to the record."""
    marks = {"message_ids", "activity_ids", "access_token", "access_url"}
    for name, model in own_models(env).items():
        for mark in sorted(marks & model._fields.keys()):
            if mark == "access_token" or name not in WITH_CHATTER:
                yield f"{name} has {mark}"


# REPORTS


def kept_reports(env):
    """Odoo hands a report that it has kept to whoever asks for it."""
    for report in _reports(env):
        if report.attachment or report.attachment_use:
            yield f"{report.report_name} is kept as an attachment"


def telling_files(env):
    """File names travel in downloads and mails."""
    confidential = confidential_models(env)
    for report in _reports(env).filtered(lambda r: r.model in confidential):
        tree = ast.parse(report.print_report_name or "object.display_name", mode="eval")
        said = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        if said - {"_pdf_name", "removesuffix"}:
            yield f"{report.report_name} is called by {sorted(said)}"


def _reports(env):
    return env["ir.actions.report"].search(
        [
            "|",
            ("model", "=like", f"{PREFIX}%"),
            ("report_name", "=like", f"{MODULE}.%"),
        ]
    )


# ACCESS


def rights_without_rule(env):
    """A rule of a group does not restrict people outside that group: whoever has
    rights needs a rule of his own."""
    for access in _accesses(env):
        name = access.model_id.model
        if not access.group_id:
            yield f"{access.name}: for everybody, without a group"
            continue
        for mode in ("read", "write", "create", "unlink"):
            rules = _rules(env).filtered(
                lambda rule, access=access, mode=mode: (
                    rule.model_id == access.model_id
                    and rule[f"perm_{mode}"]
                    and rule.groups & access.group_id.all_implied_ids
                )
            )
            if access[f"perm_{mode}"] and not rules:
                yield f"{access.name}: may {mode} every {name}, no rule says which"


def rules_for_all(env):
    """A rule without a group holds for everybody beside all others."""
    for rule in _rules(env).filtered(lambda rule: not rule.groups):
        yield f"{rule.name} has no group"


def unreliable_domains(env):
    """What the active company, or a word that people write, decides is no right."""
    confidential = confidential_models(env)
    for rule in _rules(env):
        domain = rule.domain_force or ""
        name = rule.model_id.model
        if "employee_id" in re.findall(r"user\.(\w+)", domain):
            yield f"{rule.name}: user.employee_id follows the active company"
        if "company_id" in domain and name in confidential - BY_COMPANY:
            yield f"{rule.name}: participants see their record in every company"
        if re.search(r"\b(display_)?name\b", domain):
            yield f"{rule.name}: a name opens nothing"


def _accesses(env):
    return env["ir.model.access"].search([("model_id", "in", _model_ids(env))])


def _rules(env):
    return env["ir.rule"].search([("model_id", "in", _model_ids(env))])


def _model_ids(env):
    return [env["ir.model"]._get_id(name) for name in own_models(env)]


def shipped_filters(env):
    """Filters are read by everybody; a server action runs what stands in it."""
    data = env["ir.model.data"].search([("module", "=", MODULE)])
    for line in data.filtered(lambda line: line.model == "ir.filters"):
        yield f"{line.name} is a filter that everybody reads"
    for line in data.filtered(lambda line: line.model == "ir.actions.server"):
        action = env["ir.actions.server"].browse(line.res_id).exists()
        code = (action.code or "").strip()
        if action and not re.fullmatch(r"(action = )?model\.\w+\(\)", code):
            yield f"{line.name} is a server action with more than one call"


REGISTRY_CHECKS = (
    sudo_related,
    sudo_computed,
    fields_on_people,
    open_lists,
    tracked,
    html,
    loose_links,
    unneeded_exceptions,
    nullable,
    telling_names,
    chatter,
    kept_reports,
    telling_files,
    rights_without_rule,
    rules_for_all,
    unreliable_domains,
    shipped_filters,
)


# THE CODE


def unexplained_sudo(files):
    for place in sudo_list.places(files):
        if not place.reason:
            yield f"{place.file}:{place.line}: {place.what} without a # sudo: reason"


def _calls(files):
    """(path, name called, call) of every call."""
    for file, node in _nodes(files):
        if isinstance(node, ast.Call):
            yield (
                file,
                getattr(node.func, "attr", getattr(node.func, "id", "")),
                node,
            )


def _nodes(files):
    for file, text in files.items():
        for node in ast.walk(ast.parse(text)):
            yield file, node


def open_routes(files):
    """Nobody without a login gets anything. An override keeps the route, and so
    the login, of what it overrides: it names no address."""
    for file, name, call in _calls(files):
        if name != "route":
            continue
        words = {k.arg: getattr(k.value, "value", None) for k in call.keywords}
        if call.args or "route" in words or "auth" in words:
            if words.get("auth") != "user":
                yield f"{file}:{call.lineno}: a route that is not auth='user'"


def bus_by_name(files):
    """Anybody may listen to a channel that has a name."""
    for file, name, call in _calls(files):
        if name in ("_sendone", "_sendmany") and not isinstance(
            (call.args or [None])[0], ast.Attribute
        ):
            yield f"{file}:{call.lineno}: {name} to what is not a record"


def talking_logs(files):
    """The log may say which records, not what stands in them."""
    loggers = {"_logger", "logger", "logging"}
    levels = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    for file, name, call in _calls(files):
        owner = getattr(getattr(call.func, "value", None), "id", "")
        if owner not in loggers or name not in levels:
            continue
        for value in call.args:
            if not (
                isinstance(value, ast.Constant)
                or getattr(value, "attr", "") in ("id", "ids", "_name", "uid")
                or getattr(getattr(value, "func", None), "id", "") in ("len", "type")
                or (file, ast.unparse(value)) in LOGGED
            ):
                yield f"{file}:{call.lineno}: {name} tells {ast.unparse(value)}"


def messages(files):
    """Followers get messages, and a message outlives the right to the record."""
    for file, name, call in _calls(files):
        if re.fullmatch(r"_?message_(post|subscribe|track)\w*", name):
            yield f"{file}:{call.lineno}: {name}"


def untranslated(files):
    """What people read goes through ``env._``, with a sentence as it stands."""
    errors = {"UserError", "AccessError", "ValidationError", "RedirectWarning"}
    for file, name, call in _calls(files):
        if file.startswith("cli/"):
            # As Odoo's own commands, which speak English.
            continue
        first = (call.args or [None])[0]
        words = ast.BinOp, ast.Constant, ast.JoinedStr
        if name in errors and isinstance(first, words) and not _has_translation(first):
            yield f"{file}:{call.lineno}: {name} with words that are not translated"
        if name == "_" and not isinstance(call.func, ast.Attribute):
            yield f"{file}:{call.lineno}: _() instead of env._()"
        if name == "_" and isinstance(first, (ast.BinOp, ast.JoinedStr, ast.Call)):
            yield f"{file}:{call.lineno}: env._() of a made-up sentence"


def _has_translation(node):
    return any(
        isinstance(part, ast.Call) and getattr(part.func, "attr", "") == "_"
        for part in ast.walk(node)
    )


def policy_in_code(files):
    """A policy is data. Names of one in comments, docstrings and help texts tell
    which clause asks for what; in a string or a name they would decide."""
    words = _policy_words(files.get("policies") or _policies())
    for file, text in files.items():
        if not file.endswith(".py"):
            continue
        tree = ast.parse(text)
        told = _documentation(tree)
        for node in ast.walk(tree):
            said = [
                getattr(node, "value", None) if isinstance(node, ast.Constant) else "",
                getattr(node, "id", ""),
                getattr(node, "attr", ""),
                getattr(node, "name", ""),
                getattr(node, "arg", ""),
            ]
            for word in said:
                if isinstance(word, str) and node not in told and words.search(word):
                    yield f"{file}:{node.lineno}: {word!r} names a policy"


def _documentation(tree):
    """The nodes of docstrings and help texts."""
    nodes = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            nodes.add(node.value)
        if isinstance(node, ast.keyword) and node.arg == "help":
            nodes.update(ast.walk(node.value))
    return nodes


def _policies():
    folder = Path(sudo_list.ROOT) / "data" / "policies"
    return {file.stem: file.read_bytes() for file in sorted(folder.glob("*.xml"))}


def _policy_words(policies):
    """A pattern for whatever names one of these policies: its file, its records,
    its short code, the school that it comes from."""
    words = set()
    for stem, content in policies.items():
        words.add(stem)
        for record in etree.fromstring(content).iter("record"):
            words.add(record.get("id"))
            if record.get("model") == f"{PREFIX}.policy":
                code = record.get("id").removeprefix("policy_")
                words |= {f"(?-i:{code.upper()})", code}
                words.add(record.findtext("field[@name='name']").split(":")[0])
    # Whole words; an underscore parts words here.
    choice = "|".join(word if "(?" in word else re.escape(word) for word in words)
    return re.compile(f"(?<![a-z0-9])({choice})(?![a-z0-9])", re.IGNORECASE)


CODE_CHECKS = (
    unexplained_sudo,
    open_routes,
    bus_by_name,
    talking_logs,
    messages,
    untranslated,
    policy_in_code,
)


@tagged("post_install", "-at_install")
class TestStructure(TransactionCase):
    """Every check of this file, and the page of superuser calls."""

    def test_registry(self):
        for check in REGISTRY_CHECKS:
            with self.subTest(check=check.__name__):
                self.assertEqual(list(check(self.env)), [], check.__doc__)

    def test_code(self):
        files = sudo_list.sources()
        for check in CODE_CHECKS:
            with self.subTest(check=check.__name__):
                self.assertEqual(list(check(files)), [], check.__doc__)

    def test_page_of_superuser_calls(self):
        """No method gains or loses one without the page's telling it."""
        found = sudo_list.places(sudo_list.sources())
        self.assertGreater(len(found), 80)
        self.assertEqual(
            sudo_list.DOCUMENT.read_text("utf-8").splitlines(),
            sudo_list.document(found).splitlines(),
            "Write it anew: python3 tests/sudo_list.py",
        )

    def test_page_changes_with_the_code(self):
        found = sudo_list.places(sudo_list.sources())
        page = sudo_list.document(found)
        self.assertNotEqual(sudo_list.document(found[1:]), page)
        more = "def f(self):\n    # sudo: so\n    return self.sudo()"
        self.assertIn(
            "| `f` | `self` | so |",
            sudo_list.document(list(sudo_list.places({"models/x.py": more}))),
        )

    def test_exceptions_of_the_code_are_needed(self):
        files = sudo_list.sources()
        for file, variable in LOGGED:
            self.assertIn(variable, files[file])

    def test_what_is_confidential(self):
        """The models that the checks above are about."""
        confidential = confidential_models(self.env)
        self.assertLess(
            {
                PREFIX,
                f"{PREFIX}.access",
                f"{PREFIX}.access.log",
                f"{PREFIX}.objective",
                f"{PREFIX}.pay.reason",
                f"{PREFIX}.pay.recommendation",
                f"{PREFIX}.self.review.answer",
                f"{PREFIX}.signature",
                f"{PREFIX}.statement",
                f"{PREFIX}.statement.sign",
            },
            confidential,
        )
        for name in ("school", "policy", "cycle", "staff", "form", "standard"):
            self.assertNotIn(f"{PREFIX}.{name}", confidential)


# WHAT WOULD BE WRONG: for each check the defect, and a word of what it says then


def field_set(field, **values):
    """A field of the registry that says something else."""

    @contextmanager
    def broken(env):
        model, _sep, name = field.rpartition(".")
        with patch.multiple(env[model]._fields[name], create=True, **values):
            yield

    return broken


def record_set(xmlid, **values):
    """A record of the addon's data that says something else, to be taken back
    with a savepoint."""

    @contextmanager
    def broken(env):
        env.ref(f"{MODULE}.{xmlid}").write(values)
        yield

    return broken


@contextmanager
def _named_by_text(env):
    @api.depends("name")
    def _compute_display_name(self):
        self.display_name = self.name

    with patch.object(
        env.registry[f"{PREFIX}.objective"],
        "_compute_display_name",
        _compute_display_name,
    ):
        yield


@contextmanager
def _column_open(env):
    env.cr.execute("ALTER TABLE school_appraisal ALTER reviewer_id DROP NOT NULL")
    yield


@contextmanager
def _with_chatter(env):
    fields = env[f"{PREFIX}.statement"]._fields
    extended = {**fields, "access_token": fields["title"]}
    with patch.object(env.registry[f"{PREFIX}.statement"], "_fields", extended):
        yield


@contextmanager
def _with_filter(env):
    record = env["ir.filters"].create({"name": "Rae", "model_id": PREFIX})
    env["ir.model.data"].create(
        {
            "module": MODULE,
            "name": "a_filter",
            "model": "ir.filters",
            "res_id": record.id,
        }
    )
    yield


@contextmanager
def _with_old_exception(env):
    with patch.dict(CASCADES, {(PREFIX, "employee_id"): "once"}):
        yield


BROKEN_REGISTRY = (
    (
        sudo_related,
        field_set("school.appraisal.statement.employee_id", compute_sudo=True),
        "school.appraisal.statement.employee_id",
    ),
    (
        sudo_computed,
        field_set("school.appraisal.objective.number", compute_sudo=True),
        "school.appraisal.objective.number",
    ),
    (
        fields_on_people,
        field_set("hr.employee.appraisal_staff_ids", groups=None),
        "hr.employee.appraisal_staff_ids",
    ),
    (
        fields_on_people,
        field_set("hr.employee.public.name", _modules=("hr", MODULE)),
        "everybody reads",
    ),
    (
        open_lists,
        field_set(
            "school.appraisal.policy.staff_group_ids",
            comodel_name=f"{PREFIX}.objective",
        ),
        "school.appraisal.policy.staff_group_ids",
    ),
    (
        tracked,
        field_set("school.appraisal.objective.name", tracking=True),
        "school.appraisal.objective.name",
    ),
    (
        html,
        field_set("school.appraisal.objective.name", type="html"),
        "school.appraisal.objective.name",
    ),
    (
        loose_links,
        field_set("school.appraisal.reviewer_id", ondelete="set null"),
        "school.appraisal.reviewer_id",
    ),
    (
        loose_links,
        field_set("school.appraisal.statement.appraisal_id", ondelete="cascade"),
        "school.appraisal.statement.appraisal_id",
    ),
    (unneeded_exceptions, _with_old_exception, "employee_id"),
    (nullable, _column_open, "school.appraisal.reviewer_id"),
    (
        nullable,
        field_set("school.appraisal.cycle_id", required=False),
        "is not required",
    ),
    (telling_names, _named_by_text, "school.appraisal.objective.name"),
    (chatter, _with_chatter, "access_token"),
    (
        kept_reports,
        record_set("action_report_statement", attachment_use=True),
        "report_statement",
    ),
    (
        kept_reports,
        record_set("action_report_statement", attachment="'x'"),
        "report_statement",
    ),
    (
        telling_files,
        record_set(
            "action_report_statement", print_report_name="object.employee_id.name"
        ),
        "employee_id",
    ),
    (
        rights_without_rule,
        record_set("appraisal_access_log_rule_parties", active=False),
        "access.log",
    ),
    (
        rights_without_rule,
        record_set("access_school_appraisal_signature_user", perm_create=True),
        "may create",
    ),
    (
        rights_without_rule,
        record_set("access_school_appraisal_signature_user", group_id=False),
        "without a group",
    ),
    (
        rules_for_all,
        record_set("appraisal_rule_circle", groups=False),
        "has no group",
    ),
    (
        unreliable_domains,
        record_set(
            "appraisal_rule_circle",
            domain_force="[('employee_id', '=', user.employee_id.id)]",
        ),
        "active company",
    ),
    (
        unreliable_domains,
        record_set(
            "appraisal_rule_circle", domain_force="[('company_id', 'in', company_ids)]"
        ),
        "every company",
    ),
    (
        unreliable_domains,
        record_set(
            "appraisal_rule_circle",
            domain_force="[('employee_id.name', '=', user.name)]",
        ),
        "a name",
    ),
    (shipped_filters, _with_filter, "a_filter"),
    (
        shipped_filters,
        record_set("appraisal_action_open_mine", code="env['res.users'].search([])"),
        "appraisal_action_open_mine",
    ),
)

BROKEN_CODE = (
    (unexplained_sudo, "def f(self):\n    return self.sudo().name", "self"),
    (unexplained_sudo, "def f(self):\n    self.with_user(SUPERUSER_ID)", "SUPER"),
    (unexplained_sudo, "def f(self):\n    self.env(su=True)", "su=True"),
    (unexplained_sudo, "x = fields.Char(compute='f', compute_sudo=True)", "_sudo"),
    (unexplained_sudo, "x = Many2one(bypass_search_access=True)", "bypass"),
    (unexplained_sudo, "def f(self):\n    self.env.cr.execute('X')", "raw SQL"),
    (unexplained_sudo, "def f(env):\n    env.ref('base.user_root')", "user_root"),
    (
        unexplained_sudo,
        "# sudo: for another\ndef f(self):\n    return self.sudo()",
        "self",
    ),
    (
        unexplained_sudo,
        "def f(self):\n    # sudo: far above\n" + "    a = 1\n" * 9 + "    self.sudo()",
        "self",
    ),
    (open_routes, "@http.route('/x', auth='public')\ndef f(): pass", "auth"),
    (open_routes, "@http.route('/x', auth='none')\ndef f(): pass", "auth"),
    (open_routes, "@http.route('/x')\ndef f(): pass", "auth"),
    (bus_by_name, "bus._sendone('appraisal_1', 'x', {})", "_sendone"),
    (bus_by_name, "bus._sendone(f'appraisal_{x}', 'x', {})", "_sendone"),
    (talking_logs, "_logger.info('%s', record.name)", "record.name"),
    (talking_logs, "_logger.info(f'{record.name}')", "record.name"),
    (messages, "record.message_post(body='x')", "message_post"),
    (messages, "record.message_subscribe([1])", "message_subscribe"),
    (untranslated, "raise UserError('No')", "not translated"),
    (untranslated, "raise UserError(f'No {x}')", "not translated"),
    (untranslated, "raise UserError('No %s' % x)", "not translated"),
    (untranslated, "self.env._(f'No {x}')", "made-up"),
    (untranslated, "self.env._('No %s' % x)", "made-up"),
    (untranslated, "_('No')", "instead of"),
    (policy_in_code, "if policy.name == 'Thomas Mills High School': pass", "Thomas"),
    (policy_in_code, "env.ref('school_appraisal.policy_tm')", "policy_tm"),
    (policy_in_code, "if group.code == 'TM': pass", "TM"),
    (policy_in_code, "def _missing_tm(self): pass", "_missing_tm"),
)


@tagged("post_install", "-at_install")
class TestStructureCanFail(TransactionCase):
    """Something is broken for every check, which must say so."""

    def test_registry(self):
        sound = {check: list(check(self.env)) for check in REGISTRY_CHECKS}
        for check, broken, word in BROKEN_REGISTRY:
            with self.subTest(check=check.__name__, word=word):
                with self.env.cr.savepoint() as savepoint:
                    with broken(self.env):
                        self.env.flush_all()
                        found = [
                            one for one in check(self.env) if one not in sound[check]
                        ]
                    savepoint.rollback()
                self.env.invalidate_all()
                self.env.registry.clear_all_caches()
                self.assertIn(word, " ".join(found))

    def test_every_check_of_the_registry_is_broken(self):
        tried = {check for check, _broken, _word in BROKEN_REGISTRY}
        self.assertEqual(tried, set(REGISTRY_CHECKS))


@tagged("post_install", "-at_install")
class TestStructureOfCodeCanFail(BaseCase):
    """The same for the checks of the code, with lines that must not be written."""

    def test_code(self):
        for check, code, word in BROKEN_CODE:
            with self.subTest(check=check.__name__, code=code):
                found = list(check({"models/broken.py": code}))
                self.assertIn(word, " ".join(found))

    def test_good_code_passes(self):
        code = (
            '"""As Thomas Mills has it (TM §1)."""\n'
            "class A:\n"
            "    x = fields.Char(help='TM §1.3.')\n"
            "    def f(self):\n"
            "        # sudo: it is so\n"
            "        self.sudo().g()\n"
            "        # TM §2\n"
            "        self.sudo(False).g()\n"
            "        _logger.info('%s of %s', len(self), self.id)\n"
            "        raise UserError(self.env._('No, %s', self.name))\n"
            "    @http.route(readonly=True)\n"
            "    def h(self): pass\n"
        )
        for check in CODE_CHECKS:
            with self.subTest(check=check.__name__):
                self.assertEqual(list(check({"models/good.py": code})), [])

    def test_every_check_of_the_code_is_broken(self):
        tried = {check for check, _code, _word in BROKEN_CODE}
        self.assertEqual(tried, set(CODE_CHECKS))
