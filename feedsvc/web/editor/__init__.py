"""The newsroom: where the people of the organisation write, look, and decide. One module, with its
blueprint, for each part of it; `desk` is what they share."""

from feedsvc.web.editor import after, bulk, mending, news, preview, statistics, waiting, writing
from feedsvc.web.editor.administration import parts as administration

blueprints = (
    news.blueprint,
    waiting.blueprint,
    bulk.blueprint,
    *after.blueprints,
    statistics.blueprint,
    mending.blueprint,
    *writing.blueprints,
    *preview.blueprints,
    *administration.blueprints,
)
