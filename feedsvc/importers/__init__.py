"""Bytes in, drafts and refusals out."""
