from itertools import chain

from odoo import api, models


class AppraisalRegister(models.AbstractModel):
    """Reading the words of an appraisal leaves a row in the register of
    access, whichever way they are read.

    Odoo runs reading methods on a read-only cursor where it has one, and runs
    the whole request again when something is written. So the methods that can
    lead to a row are taken off that cursor here.
    """

    _name = "school.appraisal.register"
    _description = "Appraisal: reading is registered"

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        self._log_words(fnames)
        return rows

    def _log_words(self, fnames):
        if self._holds_words(fnames):
            log = self.env["school.appraisal.access.log"]
            log._log(self._read_appraisals(), "opened")

    def copy_data(self, default=None):
        """What is copied has been read. Odoo checks the rights first: looking the
        appraisal up as superuser would put the words into the cache."""
        vals_list = super().copy_data(default)
        self._log_words(self._fields)
        return vals_list

    def onchange(self, values, field_names, fields_spec):
        """A form that is filled in tells what stands on the record, and what it
        takes from the records that it names."""
        result = super().onchange(values, field_names, fields_spec)
        self._log_words(fields_spec)
        for name, value in values.items():
            comodel = self.env.get(self._fields[name].comodel_name)
            if isinstance(value, int) and hasattr(comodel, "_log_words"):
                named = comodel.browse(value).exists()._filtered_access("read")
                named._log_words(comodel._fields)
        return result

    def _read_appraisals(self):
        """The appraisals that these records belong to."""
        # sudo: who reads a line of an appraisal need not read the appraisal.
        return self.sudo().appraisal_id

    def _holds_words(self, fnames):
        """Whether these fields tell what an appraisal says: long texts, snapshots,
        and short texts that people write."""
        written = getattr(self, "_open_fields", frozenset())
        return any(
            field.type in ("text", "json")
            or (field.type == "char" and field.name in written)
            for name in fnames
            if (field := self._fields.get(name))
        )

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Also where the export begins at another record and comes here by a path."""
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        log = self.env["school.appraisal.access.log"]
        log._log(self._read_appraisals(), "exported")
        return rows

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        """Grouping by a text, or gathering it, tells the text too."""
        self._log_grouping(domain, [*groupby, *aggregates])
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), **kwargs):
        self._log_grouping(domain, [*chain.from_iterable(grouping_sets), *aggregates])
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, **kwargs)

    def _log_grouping(self, domain, specs):
        if self._holds_words([spec.partition(":")[0] for spec in specs]):
            log = self.env["school.appraisal.access.log"]
            log._log(self.search(domain)._read_appraisals(), "opened")

    @api.model
    def formatted_read_group(self, *args, **kwargs):
        return super().formatted_read_group(*args, **kwargs)

    @api.model
    def formatted_read_grouping_sets(self, *args, **kwargs):
        return super().formatted_read_grouping_sets(*args, **kwargs)

    def read(self, fields=None, load="_classic_read"):
        return super().read(fields, load)

    @api.model
    def search_read(self, *args, **kwargs):
        return super().search_read(*args, **kwargs)

    def web_read(self, specification):
        return super().web_read(specification)

    @api.model
    def web_search_read(self, *args, **kwargs):
        return super().web_search_read(*args, **kwargs)

    for _method in (
        read,
        search_read,
        web_read,
        web_search_read,
        formatted_read_group,
        formatted_read_grouping_sets,
    ):
        _method._readonly = False
    del _method
