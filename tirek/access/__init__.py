"""Consents, requests for access, emergencies, protected people and requests by law: every ground on which a permit stands."""
