"""The dossier engine: one door for change (`engine.fire`), actions write, selectors read."""
