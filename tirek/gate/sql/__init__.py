"""SQL that migrations run: functions of the role authz."""
