"""Markup of an item's body: read without harm, cut into blocks and a layout with holes, and filled again."""
