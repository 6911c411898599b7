import base64
from contextlib import nullcontext

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mimetypes import get_extension, guess_mimetype

from .mixin_guard import has_pass
from .mixin_kept import PREFIX

FROZEN_MODELS = {"school.appraisal.statement"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
# Kinds of files that can be allowed: those that are known by their bytes, and hold
# nothing that a browser would run.
UPLOAD_KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "odt": _OPEN + "text",
    "ods": _OPEN + "spreadsheet",
}
# The settings, where nobody has changed them.
UPLOAD_MEGABYTES = 10
UPLOAD_ALLOWED = ", ".join(UPLOAD_KINDS)
_SAME = {"jpeg": "jpg"}


def split_kinds(text):
    """The kinds of files that a setting names: ``PDF, .jpeg`` → [pdf, jpg]."""
    words = [word.strip(" .").lower() for word in (text or "").split(",")]
    return list(dict.fromkeys(_SAME.get(word, word) for word in words if word))


class IrAttachment(models.Model):
    """Files of appraisals.

    Frozen statements and the scans of paper signatures: who may edit a
    statement may edit its attachments as far as Odoo is concerned; these are
    paper that nobody changes: not their bytes, not their record, not by
    deleting, and nothing is slipped in beside them.

    Files that people hang on a line (an objective, evidence, …) are closed with
    the line. They are of the size and the kinds that the settings allow, hang
    on one record, and are never public or open to who has a link.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        default = self.default_get(["res_model"]).get("res_model")
        models_named = [vals.get("res_model", default) for vals in vals_list]
        with self._all_or_nothing(models_named):
            attachments = super().create(vals_list)
            attachments._check_appraisal_locks()
            attachments._check_appraisal_files()
            attachments._tell_lines()
        return attachments

    def write(self, vals):
        ours = self._of_appraisals()
        if ours:
            # Who may not write them does not learn what is signed.
            self.check_access("write")
        self._check_appraisal_locks()
        with self._all_or_nothing([*ours.mapped("res_model"), vals.get("res_model")]):
            result = super().write(vals)
            if vals.keys() & {"res_model", "res_id"}:
                self._check_appraisal_locks()
            self._check_appraisal_files()
            if vals.keys() & {"res_model", "res_id", "raw", "datas"}:
                self._tell_lines()
        return result

    def unlink(self):
        if self._of_appraisals():
            self.check_access("unlink")
        self._check_appraisal_locks()
        return super().unlink()

    def _migrate(self):
        """Moved between filestore and database, a file keeps its bytes."""
        files = self._with_pass().with_context(image_no_postprocess=True)
        return super(IrAttachment, files)._migrate()

    def _to_http_stream(self):
        self._log_file_read()
        return super()._to_http_stream()

    def _read_format(self, fnames, load="_classic_read"):
        if {"raw", "datas", "db_datas"} & set(fnames):
            self._log_file_read()
        return super()._read_format(fnames, load)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        self._log_file_read()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def copy_data(self, default=None):
        self._log_file_read()
        return super().copy_data(default)

    def read(self, fields=None, load="_classic_read"):
        return super().read(fields, load)

    # Reading a file writes the register: not on a read-only cursor.
    read._readonly = False

    def _log_file_read(self):
        """Taking a signed paper away is printing, whichever way it is done;
        reading another file of an appraisal is opening it."""
        # What is looked at as superuser is in the cache that Odoo's own check of
        # access would be made on: check it here, before.
        self.check_access("read")
        # sudo: only which record the file belongs to, for the register.
        files = self.sudo().filtered(lambda a: (a.res_model or "").startswith(PREFIX))
        for model, group in files.grouped("res_model").items():
            if hasattr(self.env.get(model), "_read_appraisals"):
                records = self.env[model].browse(filter(None, group.mapped("res_id")))
                self.env["school.appraisal.access.log"]._log(
                    records.exists()._read_appraisals(),
                    "printed" if model in FROZEN_MODELS else "opened",
                )

    # WHAT MAY BE ADDED, CHANGED, DELETED

    def _with_pass(self):
        """These files, for the addon's own actions."""
        return self.with_env(self.env["school.appraisal.guard"]._with_pass().env)

    def _all_or_nothing(self, models_named):
        """Context: what is refused in it leaves nothing, also where the caller
        goes on, as Odoo's own upload does."""
        if any((name or "").startswith(PREFIX) for name in models_named):
            return self.env.cr.savepoint()
        return nullcontext()

    def _of_appraisals(self):
        """Those of these files that the rules below are for; none for the
        addon's own actions, which have checked."""
        if has_pass(self.env):
            return self.browse()
        # sudo: which record a file belongs to does not depend on who asks.
        return self.sudo().filtered(lambda a: (a.res_model or "").startswith(PREFIX))

    def _check_appraisal_locks(self):
        """Nothing is added, changed or deleted where the record is closed."""
        files = self._of_appraisals()
        if any(file.res_model in FROZEN_MODELS for file in files):
            raise AccessError(
                self.env._(
                    "This file belongs to a signed statement and cannot be added, "
                    "changed, moved or deleted."
                )
            )
        for model, group in files.grouped("res_model").items():
            if model not in self.env:
                continue
            # None are left where files go with the record that is deleted.
            records = self.env[model].browse(filter(None, group.mapped("res_id")))
            if hasattr(records, "_check_can_attach"):
                records.exists()._check_can_attach()
            elif model == PREFIX or "appraisal_id" in records._fields:
                raise UserError(
                    self.env._(
                        "Files are kept with an objective, with evidence or with "
                        "another line of the appraisal. Add it there."
                    )
                )

    def _check_appraisal_files(self):
        """Size, kind, and who can reach them."""
        for file in self._of_appraisals():
            if not file.res_id or file.public or file.access_token:
                raise UserError(
                    self.env._(
                        "“%s”: a file of an appraisal hangs on one record, and is "
                        "read by who may read that. It is never public and has no "
                        "link for others.",
                        file.name,
                    )
                )
            if file.type != "binary" or file.url:
                raise UserError(
                    self.env._(
                        "“%s”: add the file itself, not the address of one.", file.name
                    )
                )
            mimetype = UPLOAD_KINDS[self._check_appraisal_upload(file.name, file.raw)]
            if file.mimetype != mimetype:
                # It is served as what it is, whatever it was said to be.
                file._with_pass().write({"mimetype": mimetype})

    def _tell_lines(self):
        """Lines of which others are to know as soon as there is something new."""
        for model, files in self._of_appraisals().grouped("res_model").items():
            if hasattr(self.env.get(model), "_files_added"):
                self.env[model].browse(files.mapped("res_id"))._files_added()

    # SIZE AND KIND

    @api.model
    def _appraisal_upload_limits(self):
        """(most megabytes, kinds) as the settings say."""
        # sudo: everybody who adds a file is bound by settings that only system
        # administrators read.
        get_param = self.env["ir.config_parameter"].sudo().get_param
        size = str(get_param("school_appraisal.upload_megabytes", ""))
        kinds = split_kinds(
            get_param("school_appraisal.upload_kinds") or UPLOAD_ALLOWED
        )
        return (
            int(size) if size.isdecimal() and int(size) else UPLOAD_MEGABYTES,
            [kind for kind in kinds if kind in UPLOAD_KINDS],
        )

    @api.model
    def _check_appraisal_upload(self, name, data):
        """Refuse what is too large or of another kind, by its bytes and by its
        name.

        :param bytes data: the content
        :return: the kind: a key of ``UPLOAD_KINDS``
        """
        most, kinds = self._appraisal_upload_limits()
        data = data or b""
        name = name or self.env._("The file")
        if len(data) > most * 1024 * 1024:
            raise UserError(
                self.env._(
                    "“%(file)s” is larger than %(most)s MB. Make it smaller (scan it "
                    "in a lower resolution, or split it) and add it again.",
                    file=name,
                    most=most,
                )
            )
        mimetype = guess_mimetype(data)
        kind = next((kind for kind in kinds if UPLOAD_KINDS[kind] == mimetype), None)
        called = split_kinds(get_extension(name))
        if not kind or not set(called) <= set(kinds):
            raise UserError(
                self.env._(
                    "“%(file)s” is not of a kind that can be added. Save it as one of "
                    "these and add it again: %(kinds)s.",
                    file=name,
                    kinds=", ".join(kinds),
                )
            )
        return kind

    @api.model
    def _check_appraisal_picture(self, image):
        """Refuse a drawn signature that is none.

        :param image: base64
        """
        most, _kinds = self._appraisal_upload_limits()
        try:
            data = base64.b64decode(image)
        except ValueError:
            data = b""
        if (
            len(data) > most * 1024 * 1024
            or guess_mimetype(data) not in (UPLOAD_KINDS["png"], UPLOAD_KINDS["jpg"])
            # What cannot be printed would stand on the form as nothing.
            or not self.env["school.appraisal.statement.pdf"]._image_uri(data)
        ):
            raise UserError(
                self.env._(
                    "A drawn signature is a PNG or JPEG picture of at most %s MB. "
                    "Draw it again, or type your name.",
                    most,
                )
            )
