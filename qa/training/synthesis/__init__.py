"""Reading examples made for the domain: county reports from our own sentence frames, and national reports in use.

`frames/` holds the sentences, `generate` the mixture; `python -m qa.training synthesise` writes the file.
"""
