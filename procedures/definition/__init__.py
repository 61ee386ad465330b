"""The procedure language: pure Python, no Django, no database.

A procedure is a package of data (`package`), judged by `verify`, evaluated by `evaluate`.
The life cycle that all procedures share stands as plain tables in `lifecycle`.
"""
