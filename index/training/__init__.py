"""Training and measuring the encoder, and what the reader's training shares with it. Nothing of it is needed to answer."""
