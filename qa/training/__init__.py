"""Trains and measures the reader: `python -m qa.training`. Not needed, and not imported, when answering."""
