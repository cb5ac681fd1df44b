"""The parts of the administration: the blueprint of each."""

from feedsvc.web.editor.administration import (
    account,
    endings,
    imports,
    index,
    log,
    offices,
    people,
    site,
    sources,
    tokens,
    topics,
)

blueprints = (
    index.blueprint,
    account.blueprint,
    offices.blueprint,
    topics.blueprint,
    endings.blueprint,
    people.blueprint,
    tokens.blueprint,
    sources.blueprint,
    imports.blueprint,
    log.blueprint,
    site.blueprint,
)
