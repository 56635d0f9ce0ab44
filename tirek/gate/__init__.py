"""The floor of access: sealed values, and later permits and the signed actor."""
