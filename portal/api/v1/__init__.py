"""Version 1 of the API: the citizens' app, the desks, the public."""
