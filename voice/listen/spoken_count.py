"""How many digits has a dictated number so far? Only counted, to know whether more will come; read by the NLU later."""

_UNITS = "صفر یک یه دو سه چهار چار پنج شش شیش هفت هشت نه"
_TEENS = "ده یازده دوازده سیزده چهارده پانزده پونزده شانزده شونزده هفده هیفده هجده هیجده نوزده"
_TENS = "بیست سی چهل پنجاه شصت هفتاد هشتاد نود"
_HUNDREDS = "صد یکصد دویست سیصد چهارصد پانصد پونصد ششصد شیشصد هفتصد هشتصد نهصد"
_ARABIC_UNITS = "صفر واحد واحدة اثنان اثنين اتنين ثنين ثلاثة تلاتة أربعة اربعة خمسة ستة سبعة ثمانية تمانية تسعة"
_THOUSANDS = frozenset("هزار میلیون میلیارد ألف الف مليون مائة مئة مية عشرة".split())

# word -> how many digits it stands for; the larger part of a compound gives its length
_LENGTHS = {
    word: length
    for words, length in ((_UNITS, 1), (_ARABIC_UNITS, 1), (_TEENS, 2), (_TENS, 2), (_HUNDREDS, 3))
    for word in words.split()
}
AND = frozenset({"و"})


def digit_count(text: str) -> int | None:
    """The digits dictated in `text`; None where they cannot be counted safely (thousands, compounds of Arabic).

    Words that are no numbers («شماره سفارشم») count nothing; «بیست و سه» is two digits, «بیست سه» as well.
    """
    count = 0
    open_digits = 0  # of the last word, those that a smaller word may still fill: twenty leaves one
    for word in text.split():
        if word in _THOUSANDS or (word.startswith("و") and word[1:] in _LENGTHS):
            return None
        if word in AND:
            continue
        length = _LENGTHS.get(word, 0)
        if 0 < length <= open_digits:
            open_digits = length - 1
        else:
            count += length
            open_digits = length - 1 if length and word not in _TEENS.split() else 0
    return count
