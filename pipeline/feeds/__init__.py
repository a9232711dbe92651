"""Feeds that are polled: each item of them is translated once, and once more when it was changed."""
