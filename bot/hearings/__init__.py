"""Hearings: rules and use cases; no SDK, no SQL."""
