"""The form of an entry: typed, kept as it is typed, saved, published, set for a minute."""

from feedsvc.web.editor.writing import form, keeping

blueprints = (form.blueprint, keeping.blueprint)
