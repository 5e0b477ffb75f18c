"""Programs of the workshop: translations, pictures, vendored files, measuring."""
