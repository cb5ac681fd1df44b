"""What the API takes to link translations."""

from msgspec import Struct

from feedsvc.web.api.shapes.kinds import Uuid


class Linking(Struct, forbid_unknown_fields=True):
    """The entry that says the same in another language."""

    translation: Uuid
