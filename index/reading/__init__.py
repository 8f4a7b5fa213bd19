"""How figures are read: phrases, clauses, kinds and names in sentences; cells of tables; where and when.

Rules of Chinese statistical writing that can be read and argued with; `index.figures` composes them.
"""
