"""What is kept on this computer: database, pictures, settings, credentials."""
