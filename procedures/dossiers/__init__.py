"""The dossier engine: one door for change (`engine.fire`), actions that write, selectors that read."""
