"""Settings: production-like `base`, loosened by `local` and `test`, tightened by `production`."""
