"""Words that belong to somebody: proposing another wording, and who wrote what."""
