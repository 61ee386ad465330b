"""Pages of those who hand in and follow dossiers."""
