"""The report's layout: wording, formatting, the order of blocks, and the Typst and Word templates."""
