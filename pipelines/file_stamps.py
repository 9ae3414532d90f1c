"""What the file system says of a file without opening it: the same stamp, the same content. A leaf module.

A changed file has another time of its directory entry (ctime), which no program can set; that of a network's file system may
be told a minute late.
"""

import os

# Name, device, number, size in bytes, time of writing, time of the entry (both in ns since 1970).
Stamp = tuple[bytes, int, int, int, int, int]


def stamp_of(path: "os.PathLike[str]") -> Stamp:
    """The stamp of the file, or of what a link leads to; numbers of -1 where that cannot be looked at."""
    name = os.fsencode(path)  # names need not be text
    try:
        status = os.stat(path)  # noqa: PTH116 - entries of folders, too, are asked
    except OSError:
        return name, -1, -1, -1, -1, -1
    return name, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
