"""The web pages: one skin over the same actions and selectors as the API."""
