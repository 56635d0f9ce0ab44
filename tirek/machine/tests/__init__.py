"""Tests of the machine: they start servers of their own, in folders of their own."""
