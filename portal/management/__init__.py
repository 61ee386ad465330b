"""Commands of the portal: they may import every room."""
