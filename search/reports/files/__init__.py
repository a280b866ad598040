"""A report as a file: CSV, XLSX, DOCX, Markdown, JSON, or text for a terminal."""
