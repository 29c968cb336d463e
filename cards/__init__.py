"""What a person sees: templates of Adaptive Cards, and the one function that fills them in."""

from cards.render import lines, plain, render, typed

__all__ = ["lines", "plain", "render", "typed"]
