"""From the neutral page model of a package to fields on a page, and back."""
