"""The kinds of export that can be read, one file (often one declaration) each."""

from analyzer.importers import sms_backup_restore

IMPORTERS = (
    sms_backup_restore.CALLS,
    sms_backup_restore.MESSAGES,
)
"""Every importer, in the order in which `analyze formats` lists them."""
