"""What is done with an entry after it was written: where it stands, its steps, its history, its
translations."""

from feedsvc.web.editor.after import history, standing, steps, translations

blueprints = (standing.blueprint, steps.blueprint, history.blueprint, translations.blueprint)
