"""Rules of referrals."""
