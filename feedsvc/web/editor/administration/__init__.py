"""The administration: what its people may do there, each part with a module of its own here."""
