"""The floor: what Django itself costs for one list and one insert, on the same servers as the portal."""
