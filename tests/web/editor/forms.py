"""The form of an entry as a browser without a script sends it."""

from io import BytesIO
from typing import Any

from lxml import html as lxml_html
from PIL import Image

from tests.web.editor.clerks import Clerk


class Form:
    """The form of a page: its fields as they stand in it, where it is sent, and what is wrong."""

    def __init__(self, text: str) -> None:
        self.tree = lxml_html.fromstring(text)
        [self.form] = self.tree.xpath('//form[@id="form"]')

    @property
    def fields(self) -> dict[str, Any]:
        """What a browser would send, without the button."""
        found: dict[str, list[str]] = {}
        for name, value in self.form.form_values():
            found.setdefault(name, []).append(value)
        found.pop("csrf_token")
        return {name: values if len(values) > 1 else values[0] for name, values in found.items()}

    @property
    def action(self) -> str:
        """Where it is sent."""
        return str(self.form.get("action"))

    @property
    def copy(self) -> str:
        """The id of the working copy."""
        return self.action.rpartition("/")[2]

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong, by field."""
        marked = self.tree.xpath('//p[@class="field-problem"]')
        return {each.get("id").removesuffix("-problem"): each.text_content() for each in marked}

    @property
    def buttons(self) -> list[str]:
        """What the buttons that are seen ask for."""
        seen = self.form.xpath('.//button[@name="do" and not(@aria-hidden)]')
        return [each.get("value") for each in seen]


def opened(clerk: Clerk, path: str = "/editor/new") -> Form:
    """The form at a path."""
    answer = clerk.get(path)
    assert answer.status_code == 200, answer.text
    return Form(answer.text)


def sent(clerk: Clerk, form: Form, do: str = "save", **typed: Any) -> Any:
    """Fill in a form and press a button."""
    return clerk.post(form.action, {**form.fields, **typed, "do": do})


def photograph() -> bytes:
    """A picture that was never seen before feedsvc sees it."""
    data = BytesIO()
    Image.linear_gradient("L").resize((640, 400)).save(data, "JPEG")
    return data.getvalue()
