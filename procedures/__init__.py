"""What may happen to a dossier: the package language, the catalogue and the dossier engine."""
