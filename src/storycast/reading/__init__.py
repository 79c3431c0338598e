"""Any text becomes an Article: plain text, Markdown, pages, documents. Pure."""
