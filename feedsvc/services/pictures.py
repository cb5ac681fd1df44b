"""Pictures kept under a name made of their content, so that an address never changes its meaning."""

import hashlib
import struct
from pathlib import Path

from feedsvc.core import urls
from feedsvc.core.errors import InvalidInput
from feedsvc.core.model import Image

_PNG = b"\x89PNG\r\n\x1a\n"


def keep_png(folder: Path, data: bytes, *, alt: str, credit: str) -> Image:
    """Store a PNG picture in the data folder's `pictures`; its Image, with a path of this site.

    Raises InvalidInput for anything but a PNG (its header: PNG specification, section 11.2.2).
    """
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 24:
        raise InvalidInput.at("image", "is no PNG picture")
    width, height = struct.unpack(">II", data[16:24])
    name = hashlib.blake2b(data, digest_size=20).hexdigest() + ".png"
    path = folder / "pictures" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(data)
        unfinished.replace(path)
    return Image(
        url=urls.picture_path(name),
        alt=alt,
        credit=credit,
        width=width,
        height=height,
        type="image/png",
        length=len(data),
    )
