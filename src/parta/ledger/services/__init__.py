"""Writing into the ledger (chain), saving single rows through it (rows)."""

from parta.ledger.services.chain import SETTLE, Change, Verdict, record, record_many, seal, verify
from parta.ledger.services.rows import remove_row, save_row

__all__ = ["SETTLE", "Change", "Verdict", "record", "record_many", "remove_row", "save_row", "seal", "verify"]
