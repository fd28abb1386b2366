"""The folder of espeak-ng's data by a name that espeak-ng can hold.

Its library keeps the folder in 160 bytes (N_PATH_HOME in its speech.h) and cuts what is longer; a Persian letter takes
two of them.
"""

import os
from pathlib import Path

LONGEST_BYTES = 100
"""Names of files are put behind it in buffers that are not much larger."""


def short_name(folder: Path) -> str:
    """`folder` itself, or a handle on it that is good for as long as this process lives.

    Raises:
        OSError: it is not there.
    """
    if len(os.fsencode(folder)) <= LONGEST_BYTES:
        return str(folder)
    return f"/proc/self/fd/{os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)}"
