"""The language of a text, told from its words."""

import pytest

from storycast.reading.formats import read

SENTENCES = {
    "en": "The old ferry had crossed the river every morning for sixty years, and then it did not come back.",
    "de": "Die alte Fähre hatte den Fluss sechzig Jahre lang jeden Morgen überquert, und dann kam sie nicht zurück.",
    "es": "El viejo transbordador cruzó el río cada mañana durante sesenta años, y un día ya no volvió.",
    "fr": "Le vieux bac avait traversé la rivière chaque matin pendant soixante ans, puis il ne revint pas.",
    "it": "Il vecchio traghetto aveva attraversato il fiume ogni mattina per sessant'anni, e poi non tornò più.",
    "pt": "A velha balsa atravessara o rio todas as manhãs durante sessenta anos, e depois não voltou mais.",
    "nl": "De oude veerpont was zestig jaar lang elke ochtend de rivier overgestoken, en toen kwam ze niet terug.",
    "sv": "Den gamla färjan hade korsat floden varje morgon i sextio år, och sedan kom den inte tillbaka.",
    "pl": "Stary prom przez sześćdziesiąt lat każdego ranka przepływał rzekę, aż pewnego dnia nie wrócił.",
    "ru": "Старый паром шестьдесят лет каждое утро переходил реку, а потом не вернулся.",
    "ar": "عبرت العبّارة القديمة النهر كل صباح طوال ستين عاما، ثم لم تعد في ذلك اليوم.",
    "he": "המעבורת הישנה חצתה את הנהר בכל בוקר במשך שישים שנה, ואז היא לא חזרה.",
    "hi": "पुरानी नाव साठ साल तक हर सुबह नदी पार करती रही, और फिर वह वापस नहीं आई।",
    "ja": "古い渡し船は六十年のあいだ毎朝川を渡っていたが、ある日戻ってこなかった。",
    "zh": "那条旧渡船六十年来每天早晨都渡过这条河，后来它再也没有回来。",
    "ko": "낡은 나룻배는 육십 년 동안 매일 아침 강을 건넜고, 그러던 어느 날 돌아오지 않았다.",
    "th": "เรือข้ามฟากลำเก่าข้ามแม่น้ำทุกเช้าเป็นเวลาหกสิบปี แล้ววันหนึ่งมันก็ไม่กลับมา",
    "tr": "Eski vapur altmış yıl boyunca her sabah nehri geçti, sonra bir gün geri dönmedi.",
    "el": "Το παλιό πορθμείο περνούσε το ποτάμι κάθε πρωί επί εξήντα χρόνια, και μετά δεν γύρισε.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_tells(language):
    """One sentence is enough to tell the language."""
    assert read(SENTENCES[language].encode(), name="a.txt").language == language


@pytest.mark.parametrize("written", ["He fell.", "Bam! Bam!", "1992: 3-1", "Ok"])
def test_english_where_nothing_tells(written):
    """A few words tell nothing; they are taken for English."""
    assert read(written.encode(), name="a.txt").language == "en"


def test_told_language_wins():
    """What the caller or the front matter says is not guessed."""
    assert read(SENTENCES["de"].encode(), name="a.txt", language="nl").language == "nl"
    assert read(f"---\nlanguage: nl\n---\n{SENTENCES['de']}".encode(), name="a.md").language == "nl"
