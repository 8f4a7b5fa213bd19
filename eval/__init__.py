"""Measures the answers: known cases over a sample corpus, pure metrics, one command."""
