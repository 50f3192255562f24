"""Reading of metrics in Prometheus's text format."""

import httpx
from prometheus_client.parser import text_string_to_metric_families


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Return the values of a page in Prometheus's text format, by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


class Page:
    """One scrape."""

    def __init__(self, text: str) -> None:
        self._samples = samples(text)
        self.names = {name for name, _ in self._samples}

    @classmethod
    def of(cls, url: str) -> "Page":
        """Return the page at a URL."""
        reply = httpx.get(url)
        assert reply.status_code == 200, reply.text
        return cls(reply.text)

    def value(self, name: str, **labels: str) -> float | None:
        """Return the value of a sample, or None where there is none."""
        return self._samples.get((name, frozenset(labels.items())))

    def label_values(self, name: str, label: str) -> set[str]:
        """Return every value of a label in samples of that name."""
        return {dict(labels)[label] for known, labels in self._samples if known == name}
