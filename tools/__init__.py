"""What needs no database: reading and writing files, arithmetic."""
