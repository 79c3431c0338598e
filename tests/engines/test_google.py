import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace
from requests import Response

from google_standin import FAULTS, Plan, mp3_of, standing_in
from storycast.audio.decoding import decode
from storycast.engines.google import Google, Patience, _retry_after
from storycast.errors import EngineError, EngineUnreachable
from storycast.model import Utterance, Voice

HASTE = Patience(connect=5.0, read=2.0, whole=10.0, first_wait=0.02, longest_wait=3.0)
HURRY = replace(HASTE, read=0.3, tries=3)
EN = Voice("google", "en", "en")
WORDS = ("the keeper rowed across", "a dark sound", "and found nothing", "there but cold water", "and one lamp")


def sentences(count, seed=1):
    draw = random.Random(seed)
    return [Utterance(f"{' '.join(draw.choices(WORDS, k=3)).capitalize()}, {n}.", EN) for n in range(count)]


@pytest.fixture
def standin(tmp_path, monkeypatch):
    with standing_in() as standin:
        for name, value in standin.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        for name in ("SSL_CERT_FILE", "CURL_CA_BUNDLE"):
            monkeypatch.delenv(name, raising=False)
        yield standin


@pytest.fixture
def google():
    return Google(decode, jobs=4, patience=HASTE)


def spoken(google, utterances, jobs=4):
    """What each utterance gives: its samples, or the error it ends in."""

    def one(utterance):
        try:
            return google.speak(utterance).samples
        except EngineError as error:
            return error

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, utterances))


def right(utterance):
    return decode(mp3_of(utterance.text)).samples


def test_each_text_is_asked_for_once_over_few_kept_connections(standin):
    """Never more at once, nor more connections, than there are jobs; and what comes back is in its place."""
    standin.latency = 0.02
    utterances = sentences(40)
    expected = [right(utterance) for utterance in utterances]
    google = Google(decode, jobs=4)
    assert spoken(google, utterances, jobs=12) == expected
    assert sorted(standin.asked) == sorted(utterance.text for utterance in utterances)
    assert standin.connections <= 4
    assert 1 < standin.most_under_way <= 4
    assert standin.hosts == {"translate.google.com:443"}


def test_an_accent_is_asked_for_at_its_domain(standin, google):
    google.speak(Utterance("He rowed on.", google.voice("en-co.uk", "en")))
    assert (standin.hosts, standin.params) == ({"translate.google.co.uk:443"}, [["en", None, "null"]])


def test_a_long_text_is_asked_for_in_pieces_that_are_the_text(standin, google):
    """Word for word, marks included; the sound of all pieces is there in their order."""
    text = (
        "The keeper had lit the lamp every evening for thirty-one years, through storms, through illness; and once — "
        "famously — through the birth of his own daughter, in the room below: she was called Marina, of course."
    )
    speech = google.speak(Utterance(text, EN))
    assert " ".join(standin.asked) == text
    assert max(map(len, standin.asked)) <= 100
    lengths = [len(decode(mp3_of(piece)).samples) for piece in standin.asked]
    assert 0.8 * sum(lengths) < len(speech.samples) < sum(lengths)


def test_a_text_of_marks_alone_is_a_moment_of_silence(standin, google):
    assert set(google.speak(Utterance("…!", EN)).samples) == {0}
    assert standin.asked == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_passes_leaves_no_trace(standin, google, fault):
    """Whatever befalls the first two tries, the sound is right in the end, and nothing is out of place."""
    standin.plan = Plan(fault, first=2)
    utterances = sentences(6)
    assert spoken(google, utterances) == [right(utterance) for utterance in utterances]


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "slow"])
def test_a_fault_that_stays_is_told(standin, fault):
    """Never a gap in silence: what can't be had is an error that says why, and what to do next."""
    standin.plan = Plan(fault, share=1.0)
    google = Google(decode, patience=HURRY)
    with pytest.raises(EngineError, match=r"Google: .*; what was spoken is kept: run again.*--voice espeak"):
        google.speak(Utterance("The keeper rowed on.", EN))
    assert len(standin.asked) == (0 if fault == "wrong certificate" else HURRY.tries)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_faults_mixed_end_whole_or_told(standin, google, seed):
    """With one try in five going wrong, each utterance is right or fails; again, only those are asked for."""
    standin.plan = Plan(*FAULTS, share=0.2, seed=seed)
    utterances = sentences(30, seed)
    outcomes = spoken(google, utterances)
    for utterance, outcome in zip(utterances, outcomes, strict=True):
        assert outcome == right(utterance) or isinstance(outcome, EngineError)
    standin.plan = Plan()
    standin.asked.clear()
    missing = [u for u, outcome in zip(utterances, outcomes, strict=True) if isinstance(outcome, EngineError)]
    assert spoken(google, missing) == [right(utterance) for utterance in missing]
    assert sorted(standin.asked) == sorted(utterance.text for utterance in missing)


def test_too_many_requests_slow_all_down(standin, google):
    """After one 429 nothing goes out, from any thread, until the time that the service asks for is up."""
    standin.plan = Plan("429 with Retry-After", first=1)
    standin.latency = 0.02
    assert not [failed for failed in spoken(google, sentences(12)) if isinstance(failed, EngineError)]
    refused, *later = standin.asked_at
    sent_together = [at for at in later if at - refused < 0.9]
    assert len(sent_together) < 4
    assert sorted(standin.answered.values()) == [1] * 12


def test_a_request_too_many_is_known_by_its_redirection_too(standin, google):
    """Google's page of apology means the same as 429: all slow down, and nobody follows the way to it."""
    standin.plan = Plan("sorry", first=1)
    google.speak(Utterance("He rowed on.", EN))
    assert google._limit.allowed < 4
    assert standin.hosts == {"translate.google.com:443"}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        ("0", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Wed, 21 Oct 2015 07:28:00", None),
        ("soon", None),
        ("-3", None),
        ("", None),
    ],
)
def test_both_forms_of_retry_after_are_read(header, seconds):
    """Seconds, or a date; a date that is past means now, and anything else means nothing."""
    response = Response()
    response.headers["Retry-After"] = header
    assert _retry_after(response) == seconds


@pytest.mark.usefixtures("standin")
def test_a_certificate_named_the_other_usual_way_is_honoured(google, tmp_path, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(EngineError, match="certificate can't be verified"):
        Google(decode, patience=replace(HASTE, tries=1)).speak(Utterance("He rowed on.", EN))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    assert google.speak(Utterance("He rowed on.", EN)) == decode(mp3_of("He rowed on."))


def test_a_wait_beyond_patience_is_told_instead_of_sat_out(standin):
    """Asked to wait longer than anyone would, the engine says so and when to come back."""
    standin.plan = Plan("429 with Retry-After", share=1.0)
    google = Google(decode, patience=Patience(longest_wait=0.5))
    with pytest.raises(EngineError, match="run again in 1 s") as failed:
        google.speak(Utterance("He rowed on.", EN))
    assert (failed.value.retry_after, len(standin.asked)) == (1.0, 1)


def test_reachable_when_it_speaks(standin, google):
    assert google.reachable(3.0)
    assert standin.asked == ["OK"]


@pytest.mark.parametrize("fault", ["429", "503", "HTML", "empty", "hang", "wrong certificate"])
def test_not_reachable_when_it_does_not_speak(standin, google, fault):
    standin.plan = Plan(fault, share=1.0)
    assert not google.reachable(0.3)


def test_nothing_there_is_unreachable(monkeypatch):
    """No service at all is told apart from a service that fails."""
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    google = Google(decode, patience=Patience(first_wait=0.001))
    assert not google.reachable(1.0)
    with pytest.raises(EngineUnreachable, match="the proxy can't be reached"):
        google.speak(Utterance("He rowed on.", EN))


def test_a_lost_connection_disturbs_no_other(standin, google):
    """Faults hit only the utterance they befall, however many threads share the connections."""
    standin.plan = Plan("reset", "half", share=0.15)
    utterances = sentences(24)
    assert spoken(google, utterances, jobs=8) == [right(utterance) for utterance in utterances]
