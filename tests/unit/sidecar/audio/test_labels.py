import json

import pytest

from envsound_server.audio.labels import AiLabel


def test_the_json_has_the_standards_keys_in_the_standards_order() -> None:
    label = AiLabel("001191110102MA00000000", "0a1b", "sig", "platform", "77", "more")
    assert label.to_json() == (
        '{"Label":"1","ContentProducer":"001191110102MA00000000","ProduceID":"0a1b",'
        '"ReservedCode1":"sig","ContentPropagator":"platform","PropagateID":"77",'
        '"ReservedCode2":"more"}'
    )


def test_what_is_not_configured_is_empty_and_not_invented() -> None:
    values = json.loads(AiLabel(content_producer="", produce_id="1").to_json())
    assert values == {
        "Label": "1",
        "ContentProducer": "",
        "ProduceID": "1",
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }


@pytest.mark.parametrize("value", ["with space", "雨", "line\n", "\x7f", "caf\xe9", "\0"])
@pytest.mark.parametrize("field", ["content_producer", "produce_id", "reserved_code2"])
def test_values_are_printable_ascii(field: str, value: str) -> None:
    fields = {"content_producer": "code", "produce_id": "1"} | {field: value}
    with pytest.raises(ValueError, match=rf"^{field}: .*0x21 to 0x7E"):
        AiLabel(**fields)


@pytest.mark.parametrize("value", ["!", "~", '"\\', "".join(map(chr, range(0x21, 0x7F)))])
def test_every_allowed_character_comes_back(value: str) -> None:
    label = AiLabel(value, value)
    assert label.to_json().isascii()
    assert AiLabel.from_json(label.to_json()) == label


def test_another_generators_label_is_read() -> None:
    text = '{"Label": "1", "ContentProducer": "other", "ProduceID": "9", "New": "?"}'
    assert AiLabel.from_json(text) == AiLabel("other", "9")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "1",
        "null",
        "{}",
        '{"Label": "0", "ContentProducer": "a", "ProduceID": "b"}',
        '{"Label": "1", "ContentProducer": "雨", "ProduceID": "b"}',
        '{"Label": "1", "ContentProducer": 7, "ProduceID": "b"}',
    ],
)
def test_what_is_no_label_is_none(text: str) -> None:
    assert AiLabel.from_json(text) is None
