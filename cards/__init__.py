"""What a person sees: templates of Adaptive Cards, and the one function that fills them in."""

from cards.render import plain, render

__all__ = ["plain", "render"]
