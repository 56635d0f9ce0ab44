"""Referrals between agencies: sent, answered, followed to an outcome."""
