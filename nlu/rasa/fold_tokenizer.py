"""FoldTokenizer: Rasa tokens whose text is the folded matching key and whose offsets are those of the raw text."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from nlu.text import detect as language
from nlu.text import fold
from nlu.text.languages import CODES, FALLBACK


def language_of(message: Message, text: str) -> str:
    """The call's language from the channel's metadata; else what the letters say; else Persian."""
    told = (message.get("metadata") or {}).get("language")
    if told in CODES:
        return str(told)
    found = language.detect(text)
    return found if found != "undecided" else FALLBACK


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldTokenizer(Tokenizer):
    """Tokens of nlu/text/fold.py. The message's own text is left as the recogniser wrote it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No options of our own; Rasa's base class wants these."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of one attribute; a text without any word is one token."""
        text = message.get(attribute)
        found = [Token(token.key, token.start, token.end) for token in fold.tokens(text, language_of(message, text))]
        return found or [Token(text, 0, len(text))]
