-- The rows of snapshots hold what the vault has sealed, and nothing reads them across companies.
revoke select on sandbox.snapshot_row from ${platform};
