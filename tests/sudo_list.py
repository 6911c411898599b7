"""Every place where the addon puts rights aside, with its reason, taken from the
code: ``docs/superuser.md`` is written from it, for whoever answers for data
protection, and ``test_structure.py`` holds the two together.

    python3 tests/sudo_list.py      writes docs/superuser.md anew
"""

import ast
import io
import tokenize
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "superuser.md"
CODE = ("models", "wizards", "controllers", "cli", "reports", "tools", "hooks.py")
MARK = "# sudo:"
# A reason stands in the same function, no further above the statement than this.
NEAR = 8
# Calls that put record rules and access lists aside.
RAW_SQL = {"execute", "execute_query", "execute_query_dict", "executemany", "copy_from"}
SWITCHES = {"su", "compute_sudo", "related_sudo", "bypass_search_access", "auto_join"}

HEAD = """\
# Where rights are put aside

Odoo checks the rights of the person who is signed in. In the places below the addon
does not: it reads or writes for a person what that person may not read or write by
hand. Each has its reason, which stands beside it in the code.

Written from the code by `python3 tests/sudo_list.py`; a test fails while this page and
the code differ, so that none is added or lost unseen.
"""


@dataclass(frozen=True)
class Place:
    """One superuser call: where it is, what is done as superuser, and why."""

    file: str
    method: str
    what: str
    reason: str
    line: int = 0


def sources(root=ROOT):
    """{path below the addon: its text} of the code that runs in production."""
    files = []
    for part in CODE:
        path = root / part
        files += [path] if path.is_file() else sorted(path.glob("**/*.py"))
    return {str(file.relative_to(root)): file.read_text("utf-8") for file in files}


def places(files):
    """The superuser calls in ``files``, in their order; one without a reason has
    an empty one."""
    return [place for file, text in files.items() for place in _places(file, text)]


def _places(file, text):
    tree = ast.parse(text)
    reasons = _reasons(text)
    for scope, statement, node in _walk(tree):
        what = _what(node)
        if what:
            yield Place(
                file,
                getattr(scope, "name", ""),
                " ".join(what.split()),
                _reason(reasons, scope, statement, node),
                node.lineno,
            )


def _walk(tree, scope=None, statement=None):
    """(function, innermost statement, node) of every node, in its order."""
    for node in ast.iter_child_nodes(tree):
        inner = node if isinstance(node, ast.stmt) else statement
        yield scope, inner, node
        is_scope = isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        )
        yield from _walk(node, node if is_scope else scope, inner)


def _what(node):
    """What this node does as superuser, as it stands in the code, or None."""
    if _is_constant([node], "base.user_root"):
        return "base.user_root"
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name == "sudo" and not _is_constant(node.args[:1], False):
            return _short(ast.unparse(node.func.value))
        if name in RAW_SQL:
            return "raw SQL"
        if name.endswith("_as_superuser"):
            return name
        if _names_superuser([*node.args, *(k.value for k in node.keywords)]):
            return _short(ast.unparse(node))
        for keyword in node.keywords:
            if keyword.arg in SWITCHES and _is_constant([keyword.value], True):
                return f"{keyword.arg}=True"
    return None


def _names_superuser(values):
    return any(
        getattr(value, "id", getattr(value, "attr", "")) == "SUPERUSER_ID"
        for value in values
    )


def _is_constant(nodes, value):
    return [getattr(node, "value", None) for node in nodes] == [value]


def _short(code):
    """The name at the end of a chain says enough: `line.appraisal_id`."""
    code = " ".join(code.split())
    return code if len(code) <= 60 else code[:57] + "…"


def _reasons(text):
    """{last line of the comment: reason} of the comments that give one."""
    comments = {
        token.start[0]: token.string
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }
    reasons = {}
    for line, words in comments.items():
        if not words.startswith(MARK):
            continue
        reason = [words.removeprefix(MARK).strip()]
        while (words := comments.get(line + 1)) and not words.startswith(MARK):
            line += 1
            reason.append(words.removeprefix("#").strip())
        reasons[line] = " ".join(reason)
    return reasons


def _reason(reasons, scope, statement, node):
    """The nearest reason above: in the function, and in or near the statement."""
    first = max(statement.lineno - NEAR, scope.lineno if scope else 1)
    near = [line for line in reasons if first <= line <= node.end_lineno]
    return reasons[max(near)] if near else ""


def document(found):
    """The page for people, one table for each file."""
    parts = [HEAD]
    for file in dict.fromkeys(place.file for place in found):
        parts.append(f"\n## {file}\n\n| where | what | why |\n| --- | --- | --- |\n")
        parts += [
            f"| `{place.method or 'module'}` | `{place.what}` | {place.reason} |\n"
            for place in found
            if place.file == file
        ]
    return "".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(document(places(sources())), "utf-8")
