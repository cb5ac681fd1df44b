"""feedsvc: news of an organisation with many offices, published as feeds."""

__version__ = "0.1.0"
