"""Who: people, organisations, agencies and their staff, and what each may do."""
