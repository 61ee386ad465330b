"""Published procedures: search, versions, publishing."""
