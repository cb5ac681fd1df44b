"""The WSGI application `app`, for granian, gunicorn, uWSGI and their like.

Wrong settings stop the start with one line for each problem.
"""

import os

from feedsvc.config import Settings
from feedsvc.core.errors import InvalidSettings
from feedsvc.web import create_app, keep_counts

try:
    app = create_app(Settings.from_env(os.environ))
except InvalidSettings as error:
    raise SystemExit("\n".join(map(str, error.problems))) from None
keep_counts(app)
