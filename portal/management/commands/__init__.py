"""One module per command; docs/operations.md names each."""
