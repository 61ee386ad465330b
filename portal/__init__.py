"""The portal: settings, routes, commands and the two lowest rooms, core and accounts."""
