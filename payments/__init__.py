"""Money for a dossier: the gateway, the ledger and what the two agree on."""
