"""Tools below all apps: no models, no words of the domain."""
