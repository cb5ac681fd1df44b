"""One transaction each: what the commands, the editor and the API do."""
