"""The words of the administration, of all its parts."""

from feedsvc.web.editor.administration import words_log, words_people, words_places, words_site, words_sources

_PARTS = (words_places, words_people, words_sources, words_log, words_site)
ENGLISH = {key: phrase for part in _PARTS for key, phrase in part.ENGLISH.items()}
RUSSIAN = {key: phrase for part in _PARTS for key, phrase in part.RUSSIAN.items()}
