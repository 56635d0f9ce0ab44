"""Grants of money: plan, budget, events, attendances, recipients of materials."""
