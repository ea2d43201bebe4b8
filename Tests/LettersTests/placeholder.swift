import Letters
