from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

# The pass is a Python object: no JSON, no context sent by a client, no saved
# default can hold it, so only this addon's own code can open the guard.
_PASS = object()
_PASS_KEY = "school_appraisal_pass"
_DEFAULTS_KEY = "school_appraisal_defaults"


class _Defaults(dict):
    """{model, names of the fields that have a value: defaults of the others}, of one
    list of new records. A class of its own, which no JSON can hold either."""


def without_defaults(records):
    """These records, without what a client's context would fill in."""
    return records.with_env(records.env(context=clean_context(records.env.context)))


def has_pass(env):
    """Whether this environment was opened by one of the addon's actions."""
    return env.context.get(_PASS_KEY) is _PASS


class AppraisalGuard(models.AbstractModel):
    """Values that change only through the action that checks them.

    A model that inherits this names what people may write by hand
    (``_open_fields``) and what they may give once, when the record is made
    (``_once_fields``). Everything else - states, people, signatures, dates -
    is refused in ``write`` and ``create`` alike, and so in imports, command
    lists and web saves, and is never taken from a ``default_*`` key or from a
    user's saved default. The superuser needs the pass too.
    """

    _name = "school.appraisal.guard"
    _inherit = ["school.appraisal.values"]
    _description = "Appraisal: fields set by actions only"

    _open_fields = frozenset()
    _once_fields = frozenset()

    def _with_pass(self):
        """These records, allowed to write guarded fields. For actions, after
        their check; never returned to a caller outside the addon. What the client
        would have as defaults stays behind: what is made here is made whole."""
        return without_defaults(self).with_context(**{_PASS_KEY: _PASS})

    def _has_pass(self):
        return has_pass(self.env)

    @api.model
    def default_get(self, fields):
        """Guarded fields start from the model's own default, whatever the
        context or a saved default says; with the pass, so do all."""
        own = set(fields)
        if not self._has_pass():
            own -= self._open_fields | self._once_fields
        values = super().default_get([name for name in fields if name not in own])
        for name in own:
            field = self._fields.get(name)
            if field and field.default:
                value = field.convert_to_cache(field.default(self), self, False)
                values[name] = field.convert_to_write(
                    field.convert_to_record(value, self), self
                )
        return values

    def _prepare_create_values(self, vals_list):
        """What the addon lays out for a whole staff begins with the same defaults:
        they are worked out once for each list, not for each record."""
        if self._has_pass() and len(vals_list) > 1:
            self = self.with_context(**{_DEFAULTS_KEY: _Defaults()})
        return super()._prepare_create_values(vals_list)

    def _add_missing_default_values(self, values):
        known = self.env.context.get(_DEFAULTS_KEY)
        if not isinstance(known, _Defaults):
            return super()._add_missing_default_values(values)
        key = self._name, frozenset(values)
        if key not in known:
            complete = super()._add_missing_default_values(values)
            known[key] = {name: complete[name] for name in complete.keys() - key[1]}
        return {**known[key], **values}

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_pass():
            allowed = self._open_fields | self._once_fields
            for vals in vals_list:
                self._refuse_guarded(vals.keys() - allowed)
        return super().create(vals_list)

    def write(self, vals):
        if not self._has_pass():
            self._refuse_guarded(vals.keys() - self._open_fields)
        return super().write(vals)

    def _refuse_guarded(self, names):
        names = [self._fields[name].string for name in names if name in self._fields]
        if names:
            raise AccessError(
                self.env._(
                    "%(record)s: %(fields)s cannot be written directly. Use the "
                    "button of the step that changes it.",
                    record=self._name_to_tell(),
                    fields=", ".join(sorted(names)),
                )
            )

    def _check_can(self, action):
        """Raise the reason of ``_get_<action>_blocker`` for the first record
        that has one."""
        for record in self:
            reason = getattr(record, f"_get_{action}_blocker")()
            if reason:
                record._refuse(reason)

    def _refuse(self, reason):
        """Raise a sentence that names the record and says why."""
        raise UserError(
            self.env._(
                "%(record)s: %(reason)s", record=self.display_name, reason=reason
            )
        )
