"""The peer of the benchmark *transition*: two steps of django-viewflow that follow each other."""
