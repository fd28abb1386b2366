"""Language: text to meaning, numbers to words, Rasa components and connector. Opens no socket but the connector's."""
