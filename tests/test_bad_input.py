"""Nonsense in every field and behind every button: what comes back is a sentence, or
the value as it was given; never an error of the program, and never an emptied field."""

import base64
import json
import math
from datetime import date, datetime
from functools import partial
from itertools import count, cycle, islice
from zlib import crc32

import psycopg2
from hypothesis import HealthCheck, Phase, example, given, seed, settings
from hypothesis import strategies as st

from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .access_common import BUTTONS, PROBES, AccessWorld
from .http_common import Outside

NAN, INFINITY = float("nan"), float("inf")
BIG = 2**31
SHAPES = [[], {}, [[]], [None], [[[1]]], {"id": 1}, [1, "a name"], True]
TEXTS = [
    "",
    " \t\n",
    "\ud800",
    "half \udfff of a sign",
    "nul\0",
    "\x01\x0b\x0c\x1b\x7f",
    "\ufeff\ufffe\uffff",
    "\u202eطفل\u2066 \u05d0\u05d1",
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "e" + "\u0301" * 200,
    '=HYPERLINK("http://127.0.0.1")',
    "@SUM(A1)",
    "+1|'cmd'!A0",
    "%s %(name)s {0} ${x} {{7*7}}",
    "'; DROP TABLE res_users; --",
    "<script>alert(1)</script>",
    "None",
    "x" * 50_000,
]
# What is known to be hard, beside what hypothesis thinks of.
KNOWN = {
    "text": [*TEXTS, *SHAPES, 5, 1.5, NAN, {"en_US": "a"}, {"xx_XX": 1}],
    "integer": [BIG, -BIG - 1, 2**63, 10**40, 1.5, NAN, INFINITY, "x", "1_0", "٣", ""]
    + SHAPES,
    "float": [
        NAN,
        INFINITY,
        -INFINITY,
        1e308,
        10**400,
        "x",
        "nan",
        "1e999",
        "",
        *SHAPES,
    ],
    "boolean": ["x", "false", "", 2, -1, NAN, *SHAPES],
    "date": ["x", "31/12/2026", "2026-02-30", "0000-01-01", "0001-01-01", "99999-1-1"]
    + ["9999-12-31", "2026-12-31 25:61:61", "today", "\ud800", 5, 1.5, 10**20, *SHAPES],
    "selection": ["x", "", "draft\0", "\ud800", 1, NAN, 10**20, *SHAPES],
    "many2one": ["x", "", "1", 0, -1, 1.0, BIG - 1, BIG, 2**63, 10**40, NAN, *SHAPES],
    "x2many": [
        *("x", 1, [0], [-1], ["x"], [BIG], [[9, 1]], [[0]], [[0, 0]], [[0, 0, "x"]]),
        *([[1, "x", {}]], [[1, 0, {}]], [[4, "x"]], [[4, -1]], [[4, BIG]], [[6, 0]]),
        *([[6, 0, "x"]], [[6, 0, [[1]]]], [["6", 0, []]], [[2, 10**40]], [[3, None]]),
        *([{"name": "x"}], [[0, 0, {"no_such_field": 1}]], [[4, BIG - 1, 0, 0]]),
        *SHAPES[1:],
    ],
    "binary": ["x", "é", "\ud800", "data:image/png;base64,AAAA", 5, 1.5, *SHAPES],
}
KNOWN["datetime"] = KNOWN["date"]
KNOWN["char"] = KNOWN["html"] = KNOWN["json"] = KNOWN["text"]
KNOWN["one2many"] = KNOWN["many2many"] = KNOWN["x2many"]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.text(st.characters(categories=["Cs", "Cc", "Cf", "Co"]), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)
# Follows from another field, by its model's own doing.
FOLLOWS = {
    # The next deadline, and what is counted from the meeting.
    "school.appraisal": {
        "date_planning_meeting": {"date_due", "deadline_ids"},
        "date_review_meeting": {"date_due", "deadline_ids"},
    },
    "school.appraisal.school": {"head_id": {"head_user_id"}},
    "school.appraisal.statement": {"reviewer_comments": {"edits"}},
    # Who put it in last, and when.
    "school.appraisal.evidence": {
        "date_collected": {"collected_by_id", "collected_at"},
        "finding": {"collected_by_id", "collected_at"},
    },
}
# Of what is known, for each field; over all fields of a type it is all of it.
KNOWN_EACH = 2
FILES = [
    b"",
    b"\0" * 1000,
    b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    b"PK\x03\x04" + bytes(range(256)),
    b"\xff\xfe\xff\xfe",
    "Number,Name\n1,Jo".encode("utf-16-be"),
    "Number,Name\n".encode("utf-16") + b"\xd8",
    "Number,Name\n1,Jo".encode("utf-32"),
    b"Number,Name\n1,Jo\0Example\n",
    b"Number,Name,Name\n1,Jo,Jo\n",
    b"Name\n" + b"x" * 200_000,
    b",".join(b"c%d" % n for n in range(5_000)) + b"\n1,2\n",
    b'"' * 1001,
    b"Number,Name,Start\n=1+1,Jo,=cmd|'/C calc'!A0\n",
    b"Number,Name,Hours\n1,Jo,1e999\n",
    b"Number,Name,Hours\n1,Jo,NaN\n",
    b"Number,Name,Start\n1,Jo,99/99/9999\n",
    b"\n" * 10_000,
    b"<html><table><tr><td>Number</td></tr></table></html>",
]
NO_RECORDS = ([-1], [BIG], [2**63], [10**40], [BIG - 1])
WAYS = ("web_save", "write", "/json/2", "create", "load", "ORM write", "ORM create")
EMPTY = (None, False, "", [], ())


def _as_json(value):
    return value.decode() if isinstance(value, bytes) else str(value)


@tagged("post_install", "-at_install")
class TestBadInput(AccessWorld, Outside):
    # The plan is begun, the review is begun, the pay is recommended.
    stages_made = (0, 3, 5)
    stages_made_let_in = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        log = cls.env["school.appraisal.access.log"].with_user(cls.person["head"])
        for appraisal in cls.year.values():
            log._log(appraisal, "opened")
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        # Odoo logs what it makes of each; the tests look at the answers and at the
        # database.
        self.enterContext(mute_logger("odoo.http", "odoo.sql_db", "odoo.models"))
        self.cases = 0
        self.wrong = []
        self.turn = count()
        self.known = {}
        self.before = self.fingerprint()

    # WHAT IS TRIED

    def _writers(self, entry):
        """{person: first stage at which he may write it}, of those whose rights
        differ; somebody who may not where nobody may."""
        writers = {}
        stages = self.stages_made if PROBES[entry].staged else (0,)
        for (person, operation), held in self.table_rights[entry].items():
            stage = next((stage for stage in stages if stage in held), None)
            if operation == "write" and stage is not None and "," not in person:
                if stage >= PROBES[entry].since:
                    writers[person] = stage
        if set(writers) > {"data manager"}:
            writers.pop("data manager", None)
        return writers or {"head": stages[-1]}

    def _is_open(self, record, field):
        """Whether a person with the right to do so writes this field by hand."""
        if hasattr(record, "_open_fields"):
            return field.name in record._open_fields | record._once_fields
        return field.store and not field.readonly

    def _fields(self, record):
        return [
            field
            for name, field in sorted(record._fields.items())
            if name not in MAGIC_COLUMNS and field.type in KNOWN
        ]

    def _each(self, key, known, tries, strategy=ANYTHING):
        """Decorator that runs a function with what is known and ``tries`` more, the
        same in every run."""

        def run(function):
            function = given(strategy)(function)
            for value in known:
                function = example(value)(function)
            settings(
                derandomize=True,
                database=None,
                deadline=None,
                max_examples=max(tries, 1),
                phases=[Phase.explicit, *([Phase.generate] if tries else [])],
                suppress_health_check=list(HealthCheck),
            )(seed(crc32(key.encode()))(function))()

        return run

    def _post(self, url, values, headers=None, **kwargs):
        """As the browser's JSON, which may hold numbers that are none."""
        type(self).calls += 1
        response = self.url_open(
            url,
            data=json.dumps(values, default=_as_json),
            timeout=60,
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        self.text = response.text
        return response

    # WHAT IS SAID

    def _complain(self, what, value, reason):
        self.wrong.append(f"{what} = {ascii(value)[:60]}: {reason}")

    def _orm(self, person, model, method, *args):
        """The same answer as over HTTP, without it."""
        records = self.as_person(person, self.env[model])
        if method != "create":
            records, args = records.browse(args[0]), args[1:]
        try:
            with self.env.cr.savepoint():
                result = getattr(records, method)(*args)
                self.env.flush_all()
                return {"result": result.ids if method == "create" else result}
        except psycopg2.IntegrityError:
            # A call from outside turns it into a sentence.
            return {"error": {"data": {"name": "odoo.exceptions.ValidationError"}}}
        except Exception as error:
            kind = type(error)
            return {
                "error": {
                    "data": {
                        "name": f"{kind.__module__}.{kind.__name__}",
                        "message": str(error),
                    }
                }
            }

    def _fault(self, answer):
        """What is wrong with a refusal; None where it is a proper one."""
        error = answer["error"]
        if isinstance(error, int):
            return None if 400 <= error < 500 else f"HTTP {error}"
        data = error.get("data", error)
        if not data["name"].startswith(("odoo.exceptions.", "werkzeug.exceptions.")):
            return f"{data['name']}: {data.get('message', '')[:150]}"
        return None

    def _import_fault(self, messages):
        """An import answers with reasons."""
        for message in messages:
            for word in (
                "Unknown error",
                "Unknown database",
                "psycopg2",
                "Traceback",
                "Error:",
                "syntax",
            ):
                if word in message["message"]:
                    return message["message"][:150]
        return None

    def attempt(self, what, value, call, accepted=None, prepare=None):
        """``call`` must be refused properly, and then nothing has changed; or what
        it did must be right by ``accepted``, which gives what is wrong."""
        self.cases += 1
        with self.undone():
            before = self.before
            if prepare:
                prepared, before = prepare(), self.fingerprint()
                call = partial(call, prepared)
            answer = call()
            result = answer.get("result")
            if isinstance(result, dict) and result.get("ids") is False:
                fault = self._import_fault(result["messages"]) or self._changed(before)
            elif "error" in answer:
                fault = self._fault(answer) or self._changed(before)
            else:
                fault = accepted and accepted(result)
            if fault:
                self._complain(what, value, fault)
        return answer

    def _changed(self, before):
        after = self.fingerprint()
        changed = {table for table in after if after[table] != before[table]}
        return changed and f"refused, and yet these have changed: {changed}"

    def report(self, at_least):
        self.assertFalse(
            self.wrong,
            f"{len(self.wrong)} of {self.cases}:\n" + "\n".join(self.wrong),
        )
        self.assertGreaterEqual(self.cases, at_least)

    # WHAT IS KEPT

    def _row(self, record):
        """The columns of a record as the database has them, and its links."""
        names = [
            name for name, f in record._fields.items() if f.column_type and f.store
        ]
        self.env.flush_all()
        row = self.env.execute_query_dict(
            SQL(
                "SELECT %s FROM %s AS kept WHERE id = %s",
                SQL(", ").join(map(SQL.identifier, names)),
                # The calendar is a query, not a table.
                record._table_sql,
                record.id,
            )
        )[0]
        self.env.invalidate_all()
        links = {
            name: set(record.sudo()[name].ids)
            for name, field in record._fields.items()
            if field.type in ("one2many", "many2many") and field.store
        }
        return row | links

    def _emptied(self, record, row):
        return [
            name
            for name, field in record._fields.items()
            if field.required
            and field.column_type
            and name in row
            and (row[name] is None or not str(row[name]).strip())
        ]

    def _kept(self, record, field, value):
        """What is wrong with what a write kept of this value; None for nothing."""
        row = self._row(record)
        if emptied := self._emptied(record, row):
            return f"these are empty now: {emptied}"
        # What is made of other fields may be "written", and is not.
        if (
            field.name in row
            and not field.compute
            and not (self._same(field, value, row[field.name]))
        ):
            return f"it became {ascii(row[field.name])[:60]}"
        if field.type not in ("one2many", "many2many"):
            # What was kept can be read by everybody's screen.
            read = self.rpc(record._name, "read", record.ids, [field.name])
            if "error" in read:
                return self._fault(read)
            if "NaN" in self.text or "Infinity" in self.text:
                return "no browser can read it"
        return None

    def _others(self, record, field, before):
        """Names of other fields that a write changed."""
        row = self._row(record)
        follows = FOLLOWS.get(record._name, {}).get(field.name, set())
        return [
            name
            for name, value in row.items()
            if value != before[name]
            and name not in {field.name, "write_date", "write_uid"} | follows
            and not record._fields[name].compute
        ]

    def _same(self, field, value, kept):
        """Whether ``kept`` is what one expects of having written ``value``."""
        if field.translate and isinstance(kept, dict):
            kept = kept["en_US"]
        if isinstance(value, list | dict) and value and field.type[-4:] != "many":
            return False
        match field.type:
            case "integer" | "float":
                return math.isclose(float(value or 0), kept or 0)
            case "boolean":
                return bool(kept) == value or not (kept or value)
            case _ if value in EMPTY:
                return kept in (*EMPTY, set())
            case "date" | "datetime":
                return isinstance(kept, date | datetime) and value.startswith(str(kept))
            case "binary":
                return bytes(kept) == value.encode()
            case "one2many" | "many2many":
                return value == []
        return kept == value

    # FIELDS

    def _call(self, way, person, record, name, value):
        """(call, what is wrong with its success) of one way to give a value. Those
        that make a record take the other values."""
        model, ids = record._name, record.ids
        field = record._fields[name]
        before = self._row(record)

        def written(_result):
            if others := self._others(record, field, before):
                return f"these have changed too: {others}"
            return self._kept(record, field, value)

        def created(result):
            return self._kept(self.env[model].browse(result), field, value)

        values = {name: value}
        row = [str(record.id), value]
        return {
            "web_save": (lambda: self.rpc(model, way, ids, values, {}), written),
            "write": (lambda: self.rpc(model, way, ids, values), written),
            "/json/2": (lambda: self.json2(model, "write", ids, vals=values), written),
            "create": (lambda new: self.rpc(model, way, [new | values]), created),
            "load": (lambda: self.rpc(model, way, [".id", name], [row]), None),
            "ORM write": (
                lambda: self._orm(person, model, "write", ids, values),
                written,
            ),
            "ORM create": (
                lambda new: self._orm(person, model, "create", [new | values]),
                created,
            ),
        }[way]

    def _ways(self, entry, value):
        for way in WAYS:
            if way == "load" and not isinstance(value, str):
                continue
            if way.endswith("create") and not PROBES[entry].create:
                continue
            yield way

    def test_every_model_looks_at_its_values(self):
        """A new model inherits the check, by itself or with a mixin."""
        without = [m._name for m in self.own_models if not hasattr(m, "_check_values")]
        self.assertFalse(without)

    def test_every_field(self):
        """What somebody may write by hand: all that is known to be hard. The rest:
        some of it."""
        tried = set()
        for entry in PROBES:
            for person, stage in self._writers(entry).items():
                record = self.record_of(entry, person, stage)
                self.assertTrue(record, f"{entry}, {person}")
                self.sign_in(self.person[person])
                for field in self._fields(record):
                    tried.add(record._name)
                    self._try_field(entry, person, record, field, stage)
        models = {model._name for model in self.own_models}
        self.assertEqual(tried, models, "A new model needs its line in PROBES.")
        self.report(700)

    def _next_known(self, field, number):
        """The next few of what is known for this type: over all fields, all of it,
        many times."""
        kind = self.known.setdefault(field.type, cycle(KNOWN[field.type]))
        return list(islice(kind, number))

    def _try_field(self, entry, person, record, field, stage):
        number, tries = (KNOWN_EACH, 1) if self._is_open(record, field) else (1, 0)
        known = self._next_known(field, number)
        what = f"{entry}, {person}: {field.name}"

        @self._each(what, known, tries)
        def try_value(value):
            ways = list(self._ways(entry, value))
            way = ways[next(self.turn) % len(ways)]
            call, accepted = self._call(way, person, record, field.name, value)
            prepare = way.endswith("create") and (
                lambda: PROBES[entry].create(self, self.year[stage])
            )
            self.attempt(f"{way}: {what}", value, call, accepted, prepare)

    # BUTTONS

    def _presser(self, entry):
        """(person, stage, records) of one who may press it, at a stage made here."""
        button = BUTTONS[entry]
        for (person, _press), stages in self.action_rights[entry].items():
            for stage in self.stages_made if button.staged else (0,):
                if stage in stages and "," not in person:
                    found = button.record(
                        self, self.appraisal_of(person, stage), person
                    )
                    if found:
                        return person, stage, found
        return None

    def test_every_button_on_records_that_are_none(self):
        """Ids that are no records, or somebody else's: refused, or nothing done."""
        for entry, button in BUTTONS.items():
            if button.method.endswith("_mine"):
                continue
            person, _stage, _found = self._presser(entry) or ("head", 0, None)
            self.sign_in(self.person[person])
            for ids in NO_RECORDS:
                self.attempt(
                    f"{entry}, {person}",
                    ids,
                    lambda ids=ids, button=button: self.rpc(
                        button.model, button.method, ids
                    ),
                    lambda _result: self._changed(self.before),
                )
        self.report(120)

    def test_every_dialog(self):
        """What is entered in a dialog, and then its button: refused at one or the
        other, and nothing is lost."""
        for entry, button in BUTTONS.items():
            found = button.dialog and self._presser(entry)
            if not found:
                continue
            person, _stage, records = found
            self.sign_in(self.person[person])
            values = button.dialog(self, records)
            for field in self._fields(self.env[button.model]):
                if self._is_open(self.env[button.model], field):
                    self._try_dialog(f"{entry}, {person}", button, values, field)
        self.report(100)

    def _try_dialog(self, what, button, values, field):
        @self._each(f"{what}: {field.name}", self._next_known(field, 3), 2)
        def try_value(value):
            def press():
                made = self.rpc(button.model, "create", [values | {field.name: value}])
                if "error" in made:
                    return made
                return self.rpc(button.model, button.method, made["result"])

            self.attempt(f"{what}: {field.name}", value, press, lambda _result: None)

    # STAFF LISTS

    def test_files_that_are_no_staff_list(self):
        """Said what is wrong, and nobody came or went."""
        self.sign_in(self.person["data manager"])
        people = self.env["hr.employee"].with_context(active_test=False)
        before = people.search_count([])
        school, group = self.school.id, self.group.id

        @self._each("staff list", FILES, 20, st.binary(max_size=200))
        def try_file(content):
            content = base64.b64encode(content).decode()

            def screen():
                values = {"school_id": school, "file": content}
                made = self.rpc("school.appraisal.staff.import", "create", [values])
                return self.rpc(
                    "school.appraisal.staff.import", "action_import", made["result"]
                )

            def refused(_result):
                dialog = self.env["school.appraisal.staff.import"].search(
                    [], order="id desc", limit=1
                )
                if dialog.state == "done" or not dialog.problems:
                    return f"taken: {dialog.report}"
                return people.search_count([]) != before and "people have changed"

            self.attempt("staff list, on the screen", content[:60], screen, refused)
            self.attempt(
                "staff list, in one call",
                content[:60],
                lambda: self.rpc(
                    "school.appraisal.staff.import",
                    "import_staff_list",
                    *(school, group, content),
                ),
                lambda _result: "taken",
            )

        self.report(70)

    def test_import_in_one_call(self):
        """Its arguments are values like those of the dialog."""
        self.sign_in(self.person["data manager"])
        content = base64.b64encode(b"Number,Name\n1,Jo Example\n").decode()
        good = (self.school.id, self.group.id, content)
        for place, known in enumerate(("many2one", "many2one", "binary")):
            for value in KNOWN[known]:
                given_ = (*good[:place], value, *good[place + 1 :])
                if value in EMPTY and place == 1:
                    # Without a staff group the people are not appraised.
                    continue
                self.attempt(
                    f"argument {place}",
                    value,
                    lambda given_=given_: self.rpc(
                        "school.appraisal.staff.import", "import_staff_list", *given_
                    ),
                    lambda _result: "taken",
                )
        self.report(40)
