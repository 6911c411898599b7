import base64
import math
import re
from datetime import date

from odoo import Command, api, models
from odoo.exceptions import UserError

# What a column of the database holds.
_MOST = 2**31 - 1
# What it does not hold, and what no answer can be sent with: half of a character.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def _is_text(value):
    return isinstance(value, str) and not _NO_TEXT.search(value)


def _is_id(value):
    return type(value) is int and 0 < value <= _MOST


def _is_file(value):
    """Base64, as the web client sends files; line breaks may stand in it."""
    base64.b64decode(b"".join(bytes(value, "ascii").split()), validate=True)
    return True


def _is_command(command):
    """One of Odoo's commands, whole; what is in it is looked at by the model
    that it is for."""
    if not isinstance(command, list | tuple) or len(command) > 3:
        return False
    match (*command, None, None)[:3]:
        case 0, _, dict():
            return True
        case 1, key, dict():
            return _is_id(key)
        case 2 | 3 | 4, key, _:
            return _is_id(key)
        case 5, _, _:
            return True
        case 6, _, list() | tuple() as keys:
            return all(map(_is_id, keys))
    return False


class AppraisalValues(models.AbstractModel):
    """Values that are no values.

    From a client anything may come. Odoo itself makes nothing of an address
    that is no number and so empties the field, keeps a required text of blanks
    only, and stumbles in the database over half a character or a number
    without end. Here each is refused before anything is written, in a sentence
    that names record and field and says what belongs there.
    """

    _name = "school.appraisal.values"
    _description = "Appraisal: what may stand in a field"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_values(vals)
        return super().create(vals_list)

    def _add_missing_default_values(self, values):
        """Of a new record, also what the context or a saved default says."""
        complete = super()._add_missing_default_values(values)
        self._check_values(
            {name: complete[name] for name in complete.keys() - values.keys()}
        )
        return complete

    def write(self, vals):
        self._check_values(vals)
        return super().write(vals)

    def _extract_records(self, field_paths, data, *args, **kwargs):
        """An import answers with what it could not read; with half a character in
        it, the answer itself could not be sent."""
        for row in data:
            for path, cell in zip(field_paths, row, strict=False):
                if isinstance(cell, str) and not _is_text(cell):
                    self._refuse_value(self._fields.get(path[0]))
        return super()._extract_records(field_paths, data, *args, **kwargs)

    def _check_values(self, vals):
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not self._is_value(field, value):
                self._refuse_value(field)

    def _name_to_tell(self):
        """What a refusal calls this record: to who may not read it, only its kind."""
        record = self[:1]
        seen = record and record.has_access("read")
        return record.display_name if seen else self._description

    def _refuse_value(self, field):
        record = self._name_to_tell()
        if not field:
            raise UserError(
                self.env._("%s: there is no such field. Leave it out.", record)
            )
        raise UserError(
            self.env._(
                "%(record)s: “%(field)s” takes %(expected)s. Correct it and try "
                "again; nothing was saved.",
                record=record,
                field=field.string,
                expected=self._expected_of(field),
            )
        )

    def _is_value(self, field, value):
        """Whether this can be written into the field. What is required, Odoo and
        the database see to; but blanks are something to them."""
        if value is None or value is False:
            return True
        try:
            match field.type:
                case "char" | "text":
                    return _is_text(value) and bool(value.strip() or not field.required)
                case "integer":
                    number = int(value)
                    whole = isinstance(value, str) or number == value
                    return whole and abs(number) <= _MOST
                case "float":
                    return math.isfinite(float(value))
                case "boolean":
                    return value in (True, False)
                case "date" | "datetime":
                    return isinstance(value, date | str) and (
                        value == "" or bool(field.convert_to_cache(value, self))
                    )
                case "selection":
                    return value in field.get_values(self.env)
                case "many2one":
                    return isinstance(value, models.BaseModel) or _is_id(value)
                case "one2many" | "many2many":
                    return self._are_commands(field, value)
                case "binary":
                    return isinstance(value, bytes) or _is_file(value)
        except (OverflowError, TypeError, ValueError):
            return False
        return True

    def _are_commands(self, field, value):
        if isinstance(value, models.BaseModel):
            return True
        if not isinstance(value, list | tuple):
            return False
        if value and all(map(_is_id, value)):
            # Odoo takes bare addresses too.
            value = [Command.set(value)]
        if not all(map(_is_command, value)):
            return False
        lines = self.env[field.comodel_name]
        if any(
            command[2].keys() - lines._fields.keys()
            for command in value
            if command[0] in (0, 1)
        ):
            return False
        # In place of lines that are not there, Odoo would take the others away.
        ids = {line for command in value if command[0] == 6 for line in command[2]}
        return field.type == "many2many" or len(lines.browse(ids).exists()) == len(ids)

    def _selected_label(self, name):
        """The choice of this selection field in words, as who reads it knows it."""
        choices = dict(self._fields[name]._description_selection(self.env))
        return choices.get(self[name])

    def _expected_of(self, field):
        """What belongs into the field, in words."""
        match field.type:
            case "char" | "text":
                return (
                    self.env._("a text that is not empty, without control characters")
                    if field.required
                    else self.env._("a text without control characters")
                )
            case "integer":
                return self.env._("a whole number of at most ten digits")
            case "float":
                return self.env._("a number")
            case "boolean":
                return self.env._("yes or no")
            case "date" | "datetime":
                return self.env._("a date such as 2026-12-31")
            case "selection":
                return self.env._("one of its choices")
            case "binary":
                return self.env._("a file")
        return self.env._("an entry of its list")
