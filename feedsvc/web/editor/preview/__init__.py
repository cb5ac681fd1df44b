"""What readers would get of an entry, before they do: each real output in a frame of its own."""

from feedsvc.web.editor.preview.frames import blueprint as frames
from feedsvc.web.editor.preview.tabs import blueprint as tabs

blueprints = (tabs, frames)
