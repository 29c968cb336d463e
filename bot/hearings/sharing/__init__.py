"""Summaries of a hearing: what they say, where they are posted, and what stands behind them."""
