"""ZIP archives that somebody uploaded, unpacked within bounds.

No database here. An archive of some kilobytes can hold gigabytes; nothing is unpacked
before what it says of itself was found to be within bounds, and no more than it says.
"""

import struct
import zipfile
import zlib

# What Python raises of an archive that is none, or is damaged.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    struct.error,
    ValueError,
)


def fits(entries, most_files, most_bytes):
    """Whether they say of themselves that they are no more than this."""
    return len(entries) <= most_files and (
        sum(entry.file_size for entry in entries) <= most_bytes
    )


def unpack(archive, entry):
    """What is in an entry, of which exactly as much is there as it says.

    :raises: one of ``BROKEN``
    """
    # The others unpack all of it at once, whatever it says of itself.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(entry.compress_type)
    with archive.open(entry) as file:
        data = file.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise zipfile.BadZipFile(entry.file_size)
    return data
