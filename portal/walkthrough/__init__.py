"""The stories that the portal is shown and proven with: made-up dossiers, and whole journeys."""
