"""The pages of the reading room, a module for each kind of thing that has them."""
