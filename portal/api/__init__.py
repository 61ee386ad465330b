"""The REST skin over the same actions and selectors as the pages."""
