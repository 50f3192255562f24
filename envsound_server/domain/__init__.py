"""Values that pass between the rooms: requests, plans, progress, finished sounds."""
