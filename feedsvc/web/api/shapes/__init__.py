"""The shapes of what the API takes and gives: bodies are read by them, the OpenAPI document shows them."""
