"""The pure heart: no Flask, no SQLAlchemy, no network, no clock."""
