"""TOML files to validated scenarios, the shipped library and the shared glossary."""
