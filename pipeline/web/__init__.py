"""HTTP as a guest in a network uses it: only to addresses that it may reach, never for long, never without end."""
